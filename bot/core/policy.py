"""One community's policy, and what of it holds in each of its groups."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.core.community.settings import (
    AgreementTopic,
    Announcements,
    Community,
    Contacts,
    DescriptionTemplate,
    PolicyDocument,
    Upkeep,
    Welcome,
)
from bot.core.content.settings import Content
from bot.core.courses.settings import Courses
from bot.core.enforcement.settings import Enforcement
from bot.core.membership.settings import Gate
from bot.core.privacy.settings import Privacy, Retention
from bot.core.private_messages.settings import PrivateMessages
from bot.core.quiet_hours.settings import QuietHours
from bot.core.relay.settings import Relay, RelayNames
from bot.core.reports.settings import Reports
from bot.core.team.settings import Moderators, Role, TeamMember
from bot.core.words import Words


class GroupKind(StrEnum):
    SUPPORT = "support"
    COURSE = "course"
    SOCIAL = "social"
    STAFF = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group as the policy names it; it may live on Telegram, on Matrix, or on both.

    The overridden tables are complete: what the group's own table leaves out was filled in from the
    community's when the file was read. None means that the community's holds. `starts` and `ends` are days in
    the community's zone, both included.
    """

    key: str
    title: str
    kind: GroupKind = GroupKind.SUPPORT
    purpose: Words | None = None
    audience: str | None = None
    telegram: int | None = None
    matrix: str | None = None
    relay: bool = False
    relay_names: RelayNames | None = None
    starts: date | None = None
    ends: date | None = None
    successor: str | None = None
    rules: tuple[Words, ...] | None = None
    agreement: Words | None = None
    agreement_covers: tuple[AgreementTopic, ...] | None = None
    contacts: Contacts | None = None
    reports: Reports | None = None
    quiet_hours: QuietHours | None = None
    gate: Gate | None = None
    private_messages: PrivateMessages | None = None
    content: Content | None = None

    @property
    def is_bridged(self) -> bool:
        """Whether it lives on both platforms, each seeing what is written on the other."""
        return self.relay and self.telegram is not None and self.matrix is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Everything that one policy file says.

    `fingerprint` stands for the whole content whatever its layout; `substance` for that part alone which
    takes approval: groups, courses and team may change without it, a group's own rules may not. Both are
    given at reading.
    """

    community: Community
    policy: PolicyDocument
    contacts: Contacts = field(default_factory=Contacts)
    gate: Gate = field(default_factory=Gate)
    quiet_hours: QuietHours = field(default_factory=QuietHours)
    private_messages: PrivateMessages = field(default_factory=PrivateMessages)
    content: Content = field(default_factory=Content)
    enforcement: Enforcement = field(default_factory=Enforcement)
    reports: Reports = field(default_factory=Reports)
    retention: Retention = field(default_factory=Retention)
    privacy: Privacy = field(default_factory=Privacy)
    courses: Courses = field(default_factory=Courses)
    relay: Relay = field(default_factory=Relay)
    moderators: Moderators = field(default_factory=Moderators)
    announcements: Announcements = field(default_factory=Announcements)
    welcome: Welcome = field(default_factory=Welcome)
    upkeep: Upkeep = field(default_factory=Upkeep)
    descriptions: tuple[DescriptionTemplate, ...] = ()
    team: tuple[TeamMember, ...] = ()
    groups: tuple[Group, ...] = ()
    fingerprint: str = field(default="", metadata={"in_file": False})
    substance: str = field(default="", metadata={"in_file": False})

    def group(self, key: str) -> Group:
        """The group with this key.

        Raises:
            KeyError: there is none.
        """
        for group in self.groups:
            if group.key == key:
                return group
        raise KeyError(key)

    def for_group(self, key: str) -> "GroupPolicy":
        """What holds in the group with this key: the community's policy with all that the group overrides.

        Raises:
            KeyError: there is no such group.
        """
        return self._held_in(self.group(key))

    def everywhere(self) -> "GroupPolicy":
        """What holds in a group that overrides nothing."""
        return self._held_in(Group(key="", title=""))

    def _held_in(self, group: Group) -> "GroupPolicy":
        covers = group.agreement_covers
        if covers is None and group.agreement is None:
            covers = self.policy.agreement_covers
        return GroupPolicy(
            policy=self,
            group=group,
            rules=self.policy.rules if group.rules is None else group.rules,
            agreement=group.agreement or self.policy.agreement,
            agreement_covers=covers,
            contacts=group.contacts or self.contacts,
            reports=group.reports or self.reports,
            quiet_hours=group.quiet_hours or self.quiet_hours,
            gate=group.gate or self.gate,
            private_messages=group.private_messages or self.private_messages,
            content=group.content or self.content,
            relay_names=group.relay_names or self.relay.names,
        )

    def with_role(self, role: Role) -> tuple[TeamMember, ...]:
        return tuple(member for member in self.team if member.role is role)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPolicy:
    """What holds in one group, the community's and its own put together."""

    policy: Policy
    group: Group
    rules: tuple[Words, ...]
    agreement: Words | None
    agreement_covers: tuple[AgreementTopic, ...] | None
    contacts: Contacts
    reports: Reports
    quiet_hours: QuietHours
    gate: Gate
    private_messages: PrivateMessages
    content: Content
    relay_names: RelayNames

    @property
    def team(self) -> tuple[TeamMember, ...]:
        """Those of the team who look after this group."""
        return tuple(member for member in self.policy.team if member.looks_after(self.group.key))
