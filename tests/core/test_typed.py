"""Words that stand for a button, and words that are a command."""

import pytest

from bot.core.membership.steps.agree import Agree
from bot.core.messages import Message, Speech, line
from handlers.typed import Command, pick, read_command

AGREE = Agree(key="x", statement=line("S"), question=line("Q"), yes=line("Yes, I agree"), no=line("No, I don't agree"))


def english(message: Message, language: str) -> Speech:
    del language
    return Speech("".join(getattr(each, "msgid", str(each)) for each in message.lines))


@pytest.mark.parametrize("said", ["yes", "YES!", " y ", "Yes, I agree", "ok 👍", "1", "I agree."])
def test_yes_in_many_ways(said: str) -> None:
    assert pick(said, AGREE.ask().options, english, "en", numbered=True) == "yes"


@pytest.mark.parametrize("said", ["no", "No.", "nope", "I don’t agree", "no, I don't agree", "2"])
def test_no_in_many_ways(said: str) -> None:
    assert pick(said, AGREE.ask().options, english, "en", numbered=True) == "no"


@pytest.mark.parametrize("said", ["", "yesterday", "3", "0", "perhaps", "yes " * 1000, "'; DROP TABLE people;--"])
def test_what_is_neither_is_not_guessed(said: str) -> None:
    assert pick(said, AGREE.ask().options, english, "en", numbered=True) is None


def test_where_a_number_may_be_the_answer_it_picks_no_option() -> None:
    assert pick("1", AGREE.ask().options, english, "en", numbered=False) is None


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/start", Command("start", "")),
        ("/start join-evening", Command("start", "join-evening")),
        ("/start@northside_bot go", Command("start", "go")),
        ("!Help", Command("help", "")),
        ("menu", Command("menu", "")),
    ],
)
def test_commands_are_read_with_prefix_or_without(text: str, command: Command) -> None:
    assert read_command(text, prefix_needed=False, called="northside_bot") == command


@pytest.mark.parametrize("text", ["menu", "help me", "", "/", "/@x", "/12", "/rules@another_bot"])
def test_while_a_question_waits_only_prefixed_words_are_commands(text: str) -> None:
    assert read_command(text, prefix_needed=True, called="northside_bot") is None
