"""What a support model says of audiences, customers, roles, triage and how to speak, in plain sentences."""

from collections.abc import Iterator

from bot.domain.policy import Audience, AudienceSetting, CustomerTier, Policy, Role, RoleSetting, Template
from bot.rendering.model.phrases import given_if, headed, limit_text, said_if, under
from bot.rendering.names import audience_name, capital, known_as, role_name, severity_label, target_name


def audience_lines(audience: Audience, setting: AudienceSetting, policy: Policy) -> Iterator[str]:
    """Say who an audience is, where it is told, and of what."""
    here = known_as(audience, policy)
    name = audience_name(audience)
    yield headed(f"{name}: {here}" if here else name, f"audiences.{audience}", policy)
    yield from said_if([policy.channels[key].name for key in setting.channels], "  Told in: {}.")
    yield from said_if([target_name(str(target), policy) for target in setting.to], "  Told in person: {}.")
    yield from said_if(setting.severities, "  Hears of: {}.")
    if setting.significant_only:
        yield "  Hears significant news only, and that at once."
    yield from given_if(setting.note, "  {}.")


def template_lines(template: Template, policy: Policy) -> Iterator[str]:
    """Give a text with its blanks, and say who reads it."""
    reader = f", for {audience_name(template.audience)}" if template.audience else ""
    kind = template.kind.replace("_", " ")
    yield headed(f"{template.name or template.id}, {kind}{reader}", f"templates.{template.id}", policy)
    if template.subject:
        yield f"  Subject: {template.subject}"
    yield from (f"  {one}" for one in template.body.rstrip().splitlines())


def customer_lines(tier: CustomerTier, policy: Policy) -> Iterator[str]:
    """Say how a group of customers reaches us and what it was promised."""
    called = f", called {tier.called}" if tier.called else ""
    yield headed(f"{tier.name}{called}", f"customers.{tier.id}", policy)
    if tier.channel:
        yield f"  Reach us by: {policy.channels[tier.channel].name}."
    yield from said_if(map(limit_text, tier.response), "  Answered within: {}.")
    yield from said_if(map(limit_text, tier.resolution), "  Solved within: {}.")


def role_lines(role: Role, setting: RoleSetting, policy: Policy) -> Iterator[str]:
    """Say what somebody does who has a role."""
    yield headed(capital(role_name(role, policy)), f"roles.{role}", policy)
    yield from said_if(setting.does, "  Does: {}.")


def triage_lines(policy: Policy) -> Iterator[str]:
    """Say what is asked of a report and how its owner is chosen; nothing where the model says neither."""
    triage = policy.triage
    severity = policy.severities[triage.default_severity] if triage.default_severity else None
    said = [
        *given_if(severity_label(severity) if severity else None, "  Unless the words say more: {}."),
        *said_if(triage.ask, "  Asked of every report: {}."),
        *said_if(triage.categories, "  Categories: {}."),
        *said_if(triage.assignment, "  How its owner is chosen: {}."),
        *said_if(triage.root_causes, "  Root causes it is filed under: {}."),
    ]
    yield from under(headed("Triage", "triage", policy), said)


def wording_lines(policy: Policy) -> Iterator[str]:
    """Say how to speak in public; nothing where the model says nothing of it."""
    wording = policy.wording
    said = [
        *said_if([phrase.avoid for phrase in wording.avoid], "  Left unsaid: {}."),
        *said_if(wording.say, "  Said: {}."),
        *said_if(wording.rules, "  How: {}."),
    ]
    yield from under(headed("Wording", "wording", policy), said)
