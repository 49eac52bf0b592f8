from datetime import date, time, timedelta
from pathlib import Path

import pytest

from bot.core.enforcement.settings import Rung, Sanction
from bot.core.membership.settings import AgeQuestion, ChoiceQuestion, ConfirmQuestion, TextQuestion
from bot.core.policy import GroupKind
from bot.core.quiet_hours.settings import EVERY_DAY, QuietHours, QuietMode, QuietSpan, Weekday
from bot.core.reports.settings import ChainLink
from config.policy import PolicyRefused, check_files, check_policy, read_policies, read_policy
from tests.config.policy_texts import EXAMPLE, EXAMPLE_FILE, SMALLEST, SOUND, TODAY


def test_the_example_has_neither_errors_nor_warnings() -> None:
    checked = check_policy(EXAMPLE, name="example.toml", today=TODAY)
    assert checked.problems == ()
    assert checked.policy is not None
    assert checked.policy.community.key == "northside"


def test_the_example_shows_every_kind_of_question_and_both_sandbox_groups() -> None:
    policy = read_policy(EXAMPLE, name="example.toml")
    kinds = {type(question) for question in policy.gate.eligibility}
    assert kinds == {AgeQuestion, ConfirmQuestion, ChoiceQuestion, TextQuestion}
    assert [group.telegram for group in policy.groups] == [-1001000000001, -1001000000002]
    assert [member.telegram for member in policy.team if member.role == "staff"] == [1001]
    assert policy.group("mending-autumn").kind is GroupKind.COURSE


def test_two_tables_are_enough_for_a_policy() -> None:
    policy = read_policy(SMALLEST, name="smallest.toml")
    assert policy.gate.attempts == 3
    assert policy.gate.expires == timedelta(hours=48)
    assert policy.quiet_hours.all_spans == ()
    assert policy.retention.archive is None
    assert [str(rung) for rung in policy.enforcement.ladder] == [
        "word",
        "warning",
        "mute 24h",
        "suspend 7d",
        "remove",
    ]


def test_what_a_policy_writes_in_its_own_way_is_understood() -> None:
    policy = read_policy(
        SMALLEST
        + """
[quiet_hours]
spans = [{ from = 22:30:00, to = 07:00:00, days = ["sat", "sun"] }]
except_dates = [2026-12-31]
[enforcement]
ladder = ["word", "mute 90m", "bar"]
[reports]
chain = ["on-call", "staff 15m"]
labels.gossip = "Gossip"
categories = ["gossip", "worried"]
[retention]
archive = "2y"
[content]
flood = "off"
""",
        name="p.toml",
    )
    span = QuietSpan(from_=time(22, 30), to=time(7), days=(Weekday.SAT, Weekday.SUN))
    assert policy.quiet_hours.all_spans == (span,)
    assert policy.quiet_hours.except_dates == (date(2026, 12, 31),)
    assert policy.enforcement.ladder[1] == Rung(Sanction.MUTE, timedelta(minutes=90))
    assert policy.reports.chain == (ChainLink("on-call"), ChainLink("staff", timedelta(minutes=15)))
    assert policy.reports.labels["gossip"].for_reader("en") == "Gossip"
    assert policy.retention.archive == timedelta(days=730)
    assert policy.content.flood is None


def test_a_text_by_language_falls_back_to_the_language_of_the_community() -> None:
    text = SMALLEST.replace('name = "Northside"', 'language = "cy"\nname = { en = "North", cy = "Gogledd" }')
    name = read_policy(text, name="p.toml").community.name
    assert name.for_reader("en-GB") == "North"
    assert name.for_reader("pl") == "Gogledd"


def test_what_a_group_leaves_out_of_a_table_is_the_communitys() -> None:
    policy = read_policy(
        SOUND
        + """
[gate]
attempts = 5
closing = "I agree."
[[gate.eligibility]]
key = "age"
kind = "age"
min = 18
[content]
links = "listed"
allowed_domains = ["nhs.uk"]
flood = { messages = 5, within = "30s" }
[[groups]]
key = "young"
title = "Young"
rules = ["Be kind."]
contacts.admin = "young@northside.example"
gate.eligibility = [{ key = "age", kind = "age", max = 17 }]
content.flood.messages = 3
[[groups]]
key = "other"
title = "Other"
""",
        name="p.toml",
    )
    young, other = policy.for_group("young"), policy.for_group("other")
    assert young.gate.attempts == 5
    assert young.gate.closing == policy.gate.closing
    assert young.gate.eligibility == (AgeQuestion(key="age", max=17),)
    assert young.content.allowed_domains == ("nhs.uk",)
    assert young.content.flood is not None
    assert (young.content.flood.messages, young.content.flood.within) == (3, timedelta(seconds=30))
    assert young.contacts.crisis == policy.contacts.crisis
    assert [rule.for_reader("en") for rule in young.rules] == ["Be kind."]
    assert (other.gate, other.content, other.rules) == (policy.gate, policy.content, ())


def test_a_group_writes_its_quiet_hours_in_its_own_way() -> None:
    policy = read_policy(
        SOUND
        + """
[quiet_hours]
from = 20:00:00
to = 08:00:00
mode = "remind"
[[groups]]
key = "spans"
title = "Spans"
quiet_hours.spans = [{ from = 12:00:00, to = 13:00:00 }]
[[groups]]
key = "later"
title = "Later"
quiet_hours.from = 22:00:00
[[groups]]
key = "never"
title = "Never"
quiet_hours.mode = "off"
""",
        name="p.toml",
    )
    lunch = QuietSpan(from_=time(12), to=time(13))
    assert policy.for_group("spans").quiet_hours == QuietHours(mode=QuietMode.REMIND, spans=(lunch,))
    assert policy.for_group("later").quiet_hours.all_spans == (QuietSpan(from_=time(22), to=time(8), days=EVERY_DAY),)
    assert policy.for_group("never").quiet_hours.all_spans == ()


def test_the_fingerprint_does_not_see_comments_spaces_or_order() -> None:
    tidy = 'key = "northside"\nname = "Northside"'
    rearranged = "# ours\n[policy]\nversion   = '1'\n\n[community]\n" + tidy + "\n"
    one, other = (read_policy(text, name="p.toml") for text in (SMALLEST, rearranged))
    assert one.fingerprint == other.fingerprint
    assert len(one.fingerprint) == 16


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('name = "Northside"', 'name = "northside"'),
        ("2026-03-12", '"2026-03-12"'),
        ("telegram = 111", "telegram = 112"),
    ],
)
def test_the_fingerprint_sees_every_other_change(before: str, after: str) -> None:
    changed = SOUND.replace(before, after)
    signs = {
        each.policy.fingerprint if each.policy else "refused"
        for each in (check_policy(text, name="p.toml") for text in (SOUND, changed))
    }
    assert len(signs) == 2


def test_only_what_takes_approval_changes_the_substance() -> None:
    group = '\n[[groups]]\nkey = "a"\ntitle = "A"\n'
    plain, more, own_rules, version = (
        read_policy(text, name="p.toml").substance
        for text in (
            SOUND,
            SOUND.replace("telegram = 111", "") + group,
            SOUND + group + 'rules = ["Be kind."]\n',
            SOUND.replace('version = "1"', 'version = "2"'),
        )
    )
    assert plain == more
    assert len({plain, own_rules, version}) == 3


def test_a_folder_is_read_file_by_file(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text(SMALLEST.replace('"northside"', '"south"'), "utf-8")
    (tmp_path / "a.toml").write_text(EXAMPLE, "utf-8")
    (tmp_path / "notes.txt").write_text("not a policy", "utf-8")
    assert [policy.community.key for policy in read_policies(tmp_path)] == ["northside", "south"]


def test_a_file_may_begin_with_a_byte_order_mark_and_have_windows_line_ends(tmp_path: Path) -> None:
    file = tmp_path / "windows.toml"
    file.write_bytes(b"\xef\xbb\xbf" + SMALLEST.replace("\n", "\r\n").encode())
    assert read_policies(file)[0].community.key == "northside"


def test_two_files_cannot_have_the_same_community(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(SMALLEST, "utf-8")
    with pytest.raises(PolicyRefused) as refused:
        read_policies(tmp_path)
    (problem,) = refused.value.problems
    assert (problem.file, problem.line, problem.column) == (str(tmp_path / "b.toml"), 3, 7)
    assert f'the community "northside" is in {tmp_path / "a.toml"} already' in problem.message


def test_the_errors_of_all_files_come_at_once(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text("nonsense", "utf-8")
    with pytest.raises(PolicyRefused) as refused:
        read_policies(tmp_path)
    assert [Path(problem.file).name for problem in refused.value.problems] == ["a.toml", "b.toml"]


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        (b"", (1, 1), "the file is empty; a policy begins with [community]"),
        (b"# only a comment\n", (1, 1), "the file is empty; a policy begins with [community]"),
        (b'[community]\nname = "\xe9t\xe9"\n', (2, 9), "this is not UTF-8; save the file as UTF-8"),
        (b"\xff\xfe[\x00", (1, 1), "this is not UTF-8; save the file as UTF-8"),
        (b"\x00" * 10_000_000, (1, 1), "the file is too long to be a policy; at most 200,000 characters are read"),
        (b"a" * 600_000, (1, 1), "the file is too long to be a policy; at most 200,000 characters are read"),
    ],
    ids=["empty", "comment", "latin-1", "utf-16", "10 MB", "600 kB"],
)
def test_a_file_that_is_no_text_says_so(tmp_path: Path, content: bytes, place: tuple[int, int], message: str) -> None:
    file = tmp_path / "p.toml"
    file.write_bytes(content)
    (problem,) = check_files([file])[0].checked.problems
    assert (problem.line, problem.column, problem.message) == (*place, message)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(PolicyRefused, match=r"the file cannot be opened \(no such file or directory\)"):
        read_policies(tmp_path / "missing.toml")
    with pytest.raises(PolicyRefused, match="there is no policy in this folder"):
        read_policies(tmp_path)


def test_the_example_lies_where_the_documentation_says() -> None:
    assert "northside" in {policy.community.key for policy in read_policies(EXAMPLE_FILE.parent)}
