"""Who comes to the door, and how it goes for each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.core.ids import PlatformName
from tests.journeys.both.hall import Hall
from tests.journeys.transcripts.scribe import Scribe

EVENING = "Northside Evening Group"
VISIBLE = ("Is that all right with you", "Yes, others may see that")
BEFORE_CONSENTS = (("Where do you live", "In Northside"), ("What would you like", "Skip this question"))
CONSENTS = (
    ("not medical advice", "Yes, I agree"),
    ("code of conduct", "Yes, I agree"),
    ("events and courses", "No, I don't agree"),
    ("safe space", "Yes, I agree to this"),
)
PRIVATE = ("private things", "Yes, you may ask me")
CONDITION = ("Do you live with MS", "Yes")
Goes = Callable[[Hall], Awaitable[list[str]]]


@dataclass(frozen=True, slots=True)
class Story:
    """`goes` plays it and gives back what was written down. `file` is its name under docs/transcripts."""

    file: str
    title: str
    about: str
    goes: Goes
    platform: PlatformName = PlatformName.TELEGRAM
    from_right_to_left: bool = False


async def _at_the_door(hall: Hall, name: str) -> Scribe:
    scribe = Scribe(await hall.somebody(name))
    await scribe.comes_to("evening", EVENING)
    return scribe


async def seventeen(hall: Hall) -> list[str]:
    robin = await _at_the_door(hall, "Robin")
    await robin.presses(VISIBLE)
    await robin.types(("How old are you", "17"))
    await robin.hears("can't let you into")
    await robin.hears_the_rest()
    return robin.lines


async def eighteen(hall: Hall) -> list[str]:
    ada = await _at_the_door(hall, "Ada")
    await ada.presses(VISIBLE, ("How old are you", "Between 10 and 19"), ("how old exactly", "18 years old"))
    await ada.presses(PRIVATE, CONDITION, *BEFORE_CONSENTS, *CONSENTS)
    await ada.hears("letting you in")
    await ada.who.comes_in("evening")
    await ada.hears("You are in")
    await ada.hears_the_rest()
    return ada.lines


async def thirty_five(hall: Hall) -> list[str]:
    bo = await _at_the_door(hall, "Bo")
    await bo.types(
        ("Is that all right with you", "yes"),
        ("How old are you", "14 April 1990"),
        ("private things", "ok"),
        ("Do you live with MS", "yes"),
        ("Where do you live", "in northside"),
        ("What would you like", "People who know what I mean when I say I am tired"),
        ("not medical advice", "yes"),
        ("code of conduct", "i agree"),
        ("events and courses", "no"),
        ("safe space", "yes"),
    )
    await bo.hears("letting you in")
    await bo.who.comes_in("evening")
    await bo.hears("You are in")
    await bo.hears_the_rest()
    return bo.lines


async def thirty_six(hall: Hall) -> list[str]:
    cleo = await _at_the_door(hall, "Cleo")
    await cleo.types(("Is that all right with you", "yes"), ("How old are you", "36"))
    await cleo.hears("can't let you into")
    await cleo.hears_the_rest()
    return cleo.lines


async def not_sure(hall: Hall) -> list[str]:
    sam = await hall.one_of_the_team("Sam")
    await sam.opens_chat()
    dana = await _at_the_door(hall, "Dana")
    await dana.presses(VISIBLE)
    await dana.types(("How old are you", "27"))
    await dana.presses(PRIVATE, ("Do you live with MS", "I'm not sure yet"), *BEFORE_CONSENTS, *CONSENTS)
    await dana.hears("Somebody from the team will decide")
    await dana.says("/start")
    await dana.hears_the_rest()
    card = await sam.hears("May Dana come into")
    dana.time_passes("Sam, of the team, reads why a person is asked, and presses: " + card.labels[0])
    await sam.chooses(card.labels[0])
    await dana.hears("Good news")
    await dana.who.comes_in("evening")
    await dana.hears("You are in")
    await dana.hears_the_rest()
    return dana.lines


async def in_arabic(hall: Hall) -> list[str]:
    nour = Scribe(await hall.somebody("Nour"), "نور")
    await nour.who.opens_chat()
    await nour.hears("What would you like to do")
    await nour.says("/language")
    await nour.presses(("Which language", "العربية"))
    await nour.comes_to("evening", EVENING)
    await nour.types(
        ("هل هذا مناسب لك", "نعم"),
        ("كم عمرك", "٢٥"),
        ("أمور خاصة", "نعم"),
        ("هل تعيش مع التصلب المتعدد", "نعم"),
        ("أين تعيش", "في نورثسايد"),
        ("ماذا تود أن تجد هنا", "ناسًا يفهمون"),
        ("دعم من الأقران", "نعم"),
        ("قواعد السلوك", "موافق"),
        ("بالفعاليات", "لا"),
        ("مكانًا آمنًا", "نعم"),
    )
    await nour.hears("أُدخلك الآن")
    await nour.who.comes_in("evening")
    await nour.hears("لقد دخلت")
    await nour.hears_the_rest()
    return nour.lines


async def away_for_three_days(hall: Hall) -> list[str]:
    eli = await _at_the_door(hall, "Eli")
    await eli.types(("Is that all right with you", "yes"), ("How old are you", "31"))
    await eli.hears("private things")
    await eli.hears_the_rest()
    eli.time_passes("Eli has a bad week. Three days go by.")
    hall.passes(timedelta(days=3))
    await eli.hears("stopped waiting")
    await eli.hears_the_rest()
    await eli.says("join evening")
    await eli.types(("Is that all right with you", "yes"), ("How old are you", "31"))
    await eli.presses(PRIVATE, CONDITION, *BEFORE_CONSENTS, *CONSENTS)
    await eli.hears("Here is your way into")
    await eli.who.comes_in("evening")
    await eli.hears("You are in")
    await eli.hears_the_rest()
    return eli.lines


async def another_answer(hall: Hall) -> list[str]:
    fay = await _at_the_door(hall, "Fay")
    await fay.types(("Is that all right with you", "yes"), ("How old are you", "40"))
    await fay.hears("can't let you into")
    await fay.hears_the_rest()
    fay.time_passes("Fay tries again, and gives another age.")
    await fay.says("join evening")
    await fay.types(("Is that all right with you", "yes"), ("How old are you", "34"))
    await fay.presses(PRIVATE, CONDITION, *BEFORE_CONSENTS, *CONSENTS)
    await fay.hears("Somebody from the team will decide")
    await fay.hears_the_rest()
    return fay.lines


async def with_a_forwarded_link(hall: Hall) -> list[str]:
    """The link was made for Gus, who has answered everything."""
    gus = Scribe(await hall.somebody("Gus"))
    await gus.who.opens_chat("join evening")
    await gus.types(("Is that all right with you", "yes"), ("How old are you", "29"))
    await gus.presses(PRIVATE, CONDITION, *BEFORE_CONSENTS, *CONSENTS)
    await gus.hears("Here is your way into")
    hana = Scribe(await hall.somebody("Hana"))
    hana.time_passes("Gus, a friend, has passed his own way in on to Hana. Hana opens it.")
    await hana.who.follows_way_in_of(gus.who)
    await hana.presses(VISIBLE)
    await hana.hears("How old are you")
    await hana.hears_the_rest()
    hana.time_passes("She is asked like everybody else; the link lets in Gus alone.")
    assert not await hana.who.is_in("evening")
    return hana.lines


async def on_a_screen_reader(hall: Hall) -> list[str]:
    ivo = Scribe(await hall.somebody("Ivo"))
    await ivo.who.opens_chat("join evening")
    ivo.lines.append("**Ivo:** join evening")
    await ivo.types(
        ("Is that all right with you", "1"),
        ("How old are you", "33"),
        ("private things", "1"),
        ("Do you live with MS", "1"),
        ("Where do you live", "2"),
        ("What would you like", "skip"),
        ("not medical advice", "1"),
        ("code of conduct", "1"),
        ("events and courses", "2"),
        ("safe space", "1"),
    )
    await ivo.hears("I have invited you")
    await ivo.who.comes_in("evening")
    await ivo.hears("You are in")
    await ivo.hears_the_rest()
    return ivo.lines


STORIES = (
    Story("17-years-old", "Seventeen", "Robin is one year too young for this group.", seventeen),
    Story("18-years-old", "Eighteen", "Ada comes in with buttons alone.", eighteen),
    Story("35-years-old", "Thirty-five, by date of birth", "Bo types every answer.", thirty_five),
    Story("36-years-old", "Thirty-six", "Cleo is a little too old for this group.", thirty_six),
    Story("not-sure", "Not sure yet", "Dana waits for a diagnosis. A person decides, not the program.", not_sure),
    Story("in-arabic", "In Arabic", "Nour chooses a language first.", in_arabic, from_right_to_left=True),
    Story("away-for-three-days", "Away for three days", "Eli stops in the middle.", away_for_three_days),
    Story("another-answer", "Another answer the second time", "Fay has been refused once.", another_answer),
    Story("forwarded-link", "A forwarded link", "Hana has a link that was made for a friend.", with_a_forwarded_link),
    Story(
        "screen-reader",
        "On a screen reader",
        "Ivo hears everything read aloud, and answers with numbers and words.",
        on_a_screen_reader,
        platform=PlatformName.MATRIX,
    ),
)
