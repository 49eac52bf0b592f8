"""A policy on one page of plain text that can be printed, read by anybody, and signed."""

from collections.abc import Callable, Iterable, Sequence
from textwrap import wrap
from typing import Final

from bot.app.policy_sentences import (
    agreeing,
    breaking,
    contacting,
    joining,
    keeping,
    posting,
    private_contact,
    quiet,
    reporting,
    spoken_date,
)
from bot.core.policy import GroupPolicy, Policy

WIDTH: Final = 80
_SIGNATURES: Final = 2

Part = Callable[[GroupPolicy, str], Sequence[str]]

_PARTS: Final[tuple[tuple[str, Part], ...]] = (
    ("Who may join", joining),
    ("What members agree to", agreeing),
    ("Rules", lambda held, language: [rule.for_reader(language) for rule in held.rules]),
    ("What may be posted", posting),
    ("Quiet hours", quiet),
    ("Private messages", private_contact),
    ("When rules are broken", breaking),
    ("Reports", reporting),
    ("Whom to turn to", contacting),
    ("What is kept, and for how long", keeping),
)


def policy_page(policy: Policy, language: str | None = None) -> str:
    """The policy as members will read it, in the community's language or in another.

    Lines have at most 80 columns, but for an address that is longer by itself.
    """
    language = language or policy.community.language
    common = policy.everywhere()
    lines = [*_head(policy, language)]
    for heading, part in _PARTS:
        lines += _section(heading, part(common, language))
    lines += ["", *_heading("Our groups")]
    for group in policy.groups:
        lines += _group(policy.for_group(group.key), common, language)
    return "\n".join([*lines, *_foot(policy, language)]) + "\n"


def _head(policy: Policy, language: str) -> list[str]:
    paper = policy.policy
    name = policy.community.name.for_reader(language)
    title = paper.title.for_reader(language) if paper.title else f"Policy of {name}"
    dates = [f"Version {paper.version}"]
    if paper.ratified:
        dates.append(f"ratified on {spoken_date(paper.ratified)}")
    if paper.review_by:
        dates.append(f"to be reviewed by {spoken_date(paper.review_by)}")
    underline = "=" * min(len(title), WIDTH)
    return [*_wrapped(title), underline, *_wrapped(", ".join(dates) + ".")]


def _section(heading: str, sentences: Sequence[str]) -> list[str]:
    return ["", *_heading(heading), *_items(sentences)] if sentences else []


def _heading(text: str) -> list[str]:
    return [text, "-" * len(text)]


def _items(sentences: Iterable[str], indent: str = "") -> list[str]:
    return [line for sentence in sentences for line in _wrapped(sentence, f"{indent}- ", f"{indent}  ")]


def _group(held: GroupPolicy, common: GroupPolicy, language: str) -> list[str]:
    """The group, and whatever holds in it alone."""
    group = held.group
    about = [f"{group.purpose.for_reader(language)}"] if group.purpose else []
    if group.starts:
        about.append(f"It starts on {spoken_date(group.starts)}.")
    if group.ends:
        about.append(f"It ends on {spoken_date(group.ends)}, and is closed at the end of that day.")
    if group.successor:
        about.append(f"It is followed by {held.policy.group(group.successor).title}.")
    lines = [*_wrapped(f"{group.title} ({group.kind})"), *_items(about, "  ")]
    for heading, part in _PARTS:
        own = part(held, language)
        if own != part(common, language):
            lines += [f"  {heading}, here:", *_items(own or ["None."], "  ")]
    return lines


def _foot(policy: Policy, language: str) -> list[str]:
    name = policy.community.name.for_reader(language)
    lines = ["", *_heading("Signatures")]
    for _ in range(max(_SIGNATURES, policy.policy.approvals.needed)):
        lines += ["", "Name: _______________________  Signed: _____________________  Date: ___________"]
    version = f"{name}, version {policy.policy.version}, fingerprint {policy.fingerprint}"
    return [*lines, "", *_wrapped(version)]


def _wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    line = " ".join(text.split())
    return wrap(
        line,
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
        break_long_words=False,
    )
