"""The whole support model: what a file may say, and the policy Conn runs by once it has been checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated

from bot.domain.people import Directory
from bot.domain.policy.authority import Access, Action
from bot.domain.policy.channels import AudienceSetting, Channel, Template
from bot.domain.policy.clocks import Audience
from bot.domain.policy.command import AskSettings, CommandSettings, IncidentSettings, Reminders, RoleSetting
from bot.domain.policy.contacts import Contact, Runbook, Vendor
from bot.domain.policy.duty import Rotation
from bot.domain.policy.hours import Holidays, Hours
from bot.domain.policy.names import (
    AreaId,
    ChannelKey,
    ChecklistId,
    CustomerTierId,
    HolidaysId,
    HoursId,
    PathId,
    PhaseId,
    ReviewId,
    RotationId,
    RouteId,
    RunbookId,
    SeverityId,
    Tag,
    TemplateId,
    TierId,
    VendorId,
)
from bot.domain.policy.paths import EscalationPath, Trigger
from bot.domain.policy.phases import Checklist, Phase, Verification
from bot.domain.policy.review import ChangeControl, Measure, Readiness, Review
from bot.domain.policy.routing import Area, CustomerTier, Route, Triage
from bot.domain.policy.severities import Severity
from bot.domain.policy.slots import Slot
from bot.domain.policy.statuses import Status, StatusSetting
from bot.domain.policy.targets import Role, Target, TargetKind
from bot.domain.policy.terms import Keyed, Line, Term
from bot.domain.policy.tiers import Team, Tier
from bot.domain.policy.wording import Wording

KEYED = Keyed()
RANKED = Keyed(ranked=True)


@dataclass(frozen=True, kw_only=True)
class Model(Term):
    """Everything an organisation's file may say; names are mapping keys, severities stand worst first.

    `tags` are facts about an incident that people tick and conditions name, each with its question.
    """

    name: Line
    """What the organisation is called in everything Conn says."""
    version: Line | None = None
    """The version of the document it follows."""
    slots_owned_by: Line = "the owner of this model"
    """Who fills in the places written `{{TBD: …}}`, where one does not name its owner."""
    severities: Annotated[Mapping[SeverityId, Severity], RANKED]
    """How bad an incident can be, worst first."""
    tiers: Annotated[Mapping[TierId, Tier], KEYED] = field(default_factory=dict)
    """The levels of the ladder, lowest first."""
    teams: Annotated[Mapping[TierId, Team], KEYED] = field(default_factory=dict)
    """Teams beside the ladder: billing, legal, an executive's office."""
    paths: Annotated[Mapping[PathId, EscalationPath], KEYED] = field(default_factory=dict)
    """Who is paged one after the other."""
    triggers: tuple[Trigger, ...] = ()
    """What escalates by itself whatever the path, as soon as its condition holds."""
    rotations: Annotated[Mapping[RotationId, Rotation], KEYED] = field(default_factory=dict)
    """Who takes turns."""
    hours: Annotated[Mapping[HoursId, Hours], KEYED] = field(default_factory=dict)
    """Business hours, by zone."""
    holidays: Annotated[Mapping[HolidaysId, Holidays], KEYED] = field(default_factory=dict)
    """Public holidays."""
    channels: Annotated[Mapping[ChannelKey, Channel], KEYED] = field(default_factory=dict)
    """Where things are said, and what each place is for."""
    audiences: Mapping[Audience, AudienceSetting] = field(default_factory=dict)
    """How those inside, customers, executives and the status page are told."""
    templates: Annotated[Mapping[TemplateId, Template], KEYED] = field(default_factory=dict)
    """Texts with blanks."""
    wording: Wording = field(default_factory=Wording)
    """What is better left unsaid in public."""
    incident: IncidentSettings = field(default_factory=IncidentSettings)
    """What every incident gets."""
    command: CommandSettings = field(default_factory=CommandSettings)
    """How command is kept from lapsing."""
    asks: AskSettings = field(default_factory=AskSettings)
    """How long what one person is asked for may take."""
    reminders: Reminders = field(default_factory=Reminders)
    """When whoever owes something hears of it."""
    access: Access = field(default_factory=Access)
    """Who may use Conn at all."""
    roles: Mapping[Role, RoleSetting] = field(default_factory=dict)
    """What the roles mean here."""
    statuses: Mapping[Status, StatusSetting] = field(default_factory=dict)
    """The organisation's own words for where an incident stands."""
    tags: Mapping[Tag, Line] = field(default_factory=dict)
    """Facts about an incident that people tick and conditions name, each with its question."""
    areas: Annotated[Mapping[AreaId, Area], KEYED] = field(default_factory=dict)
    """Parts of the system, and who owns them."""
    routes: Annotated[Mapping[RouteId, Route], KEYED] = field(default_factory=dict)
    """Kinds of problem: first owner, path, time limit."""
    triage: Triage = field(default_factory=Triage)
    """How a report becomes a severity."""
    customers: Annotated[Mapping[CustomerTierId, CustomerTier], KEYED] = field(default_factory=dict)
    """What each group of customers was promised."""
    phases: Annotated[Mapping[PhaseId, Phase], KEYED] = field(default_factory=dict)
    """The stretches of an incident, with what belongs into each."""
    checklists: Annotated[Mapping[ChecklistId, Checklist], KEYED] = field(default_factory=dict)
    """Things to do together."""
    verification: Verification = field(default_factory=Verification)
    """What is confirmed before an incident is called resolved."""
    authority: Annotated[Mapping[str, Action], KEYED] = field(default_factory=dict)
    """Who may do what."""
    readiness: Readiness = field(default_factory=Readiness)
    """How strictly the prerequisites of a tier are held."""
    reviews: Annotated[Mapping[ReviewId, Review], KEYED] = field(default_factory=dict)
    """What comes round: reviews, reports, meetings, audits."""
    change_control: ChangeControl = field(default_factory=ChangeControl)
    """Whose agreement a changed model needs."""
    measures: Annotated[Mapping[str, Measure], KEYED] = field(default_factory=dict)
    """The numbers promised, for the reports."""
    contacts: Annotated[Mapping[str, Contact], KEYED] = field(default_factory=dict)
    """The directory."""
    runbooks: Annotated[Mapping[RunbookId, Runbook], KEYED] = field(default_factory=dict)
    """What to read when certain words come up."""
    vendors: Annotated[Mapping[VendorId, Vendor], KEYED] = field(default_factory=dict)
    """Those outside who run a part of what we depend on."""


@dataclass(frozen=True, kw_only=True)
class OpenSlot:
    """A place of the model that still waits for its owner."""

    path: str
    text: str
    owner: str


@dataclass(frozen=True, kw_only=True)
class Policy(Model):
    """A checked model; two policies are the same when they say the same, wherever they were read.

    `text` is the whole model in one piece, `revision` its fingerprint, `origins` the file and line of each
    part.
    """

    text: str
    revision: str
    open_slots: tuple[OpenSlot, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def __hash__(self) -> int:
        """Hash by revision, so that what is worked out from a policy can be kept."""
        return hash(self.revision)

    def severity(self, word: str) -> Severity | None:
        """Find a severity by its id, name or alias, however it is capitalised."""
        return self._severity_words.get(word.strip().casefold())

    def team(self, name: str) -> Team | None:
        """Find a tier, or a team beside the ladder."""
        return self.tiers.get(TierId(name)) or self.teams.get(TierId(name))

    def section_of(self, team: str) -> str:
        """Say in which section of the file a tier or team stands."""
        return "tiers" if team in self.tiers else "teams"

    def path_of(self, severity: SeverityId) -> EscalationPath | None:
        """Find the path that a severity pages along; None when it pages nobody."""
        path = self.severities[severity].path
        return None if path is None else self.paths[path]

    def pages(self, severity: SeverityId) -> bool:
        """Say whether declaring at a severity calls anybody by itself; a path that only people climb does not."""
        path = self.path_of(severity)
        return path is not None and any(step.automatic for step in path.steps)

    def status_name(self, status: Status) -> str:
        """Say a status in the organisation's own word."""
        setting = self.statuses.get(status)
        return (setting and setting.name) or status.value

    def uses(self, status: Status) -> bool:
        """Say whether this organisation knows a status at all."""
        setting = self.statuses.get(status)
        return setting is None or setting.used

    def origin(self, path: str) -> str | None:
        """Say in which file and line a part of the model stands, or the nearest part around it."""
        while path and path not in self.origins:
            path = path.rpartition(".")[0]
        return self.origins.get(path)

    def can_page_anybody(self, directory: Directory | None = None) -> bool:
        """Say whether any severity's path leads to somebody; with a directory, to somebody who is in Slack."""
        return any(
            self._reachable(target, directory, frozenset())
            for severity in self.severities.values()
            for path in [self.path_of(severity.id)]
            if path is not None
            for step in path.steps
            if step.automatic
            for target in step.page
        )

    def _reachable(self, source: Target | Slot, directory: Directory | None, seen: frozenset[str]) -> bool:
        if isinstance(source, Slot) or str(source) in seen:
            return False
        match source.kind:
            case TargetKind.DECLARER:
                return True
            case TargetKind.ROLE:
                return False
            case TargetKind.SCHEDULE:
                known = directory.schedule(source.name) if directory else None
                return directory is None or bool(known and known.shifts)
            case TargetKind.PERSON:
                return directory is None or directory.person(source.name) is not None
            case TargetKind.GROUP:
                return directory is None or bool(directory.members(source.name))
            case TargetKind.ROTATION:
                sources = self.rotations[RotationId(source.name)].members
            case TargetKind.TIER:
                sources = _everybody(self.team(source.name))
        return any(self._reachable(inner, directory, seen | {str(source)}) for inner in sources)

    @cached_property
    def _severity_words(self) -> dict[str, Severity]:
        words = {}
        for severity in reversed(tuple(self.severities.values())):
            words.update({word.casefold(): severity for word in (*severity.aliases, severity.name, severity.id)})
        return words


def _everybody(team: Team | None) -> tuple[Target | Slot, ...]:
    if team is None:
        return ()
    return (*team.who, *(source for sources in team.who_by_hours.values() for source in sources))
