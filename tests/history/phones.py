"""What must be true of the phones that rang."""

from collections import Counter
from collections.abc import Iterator

from bot.domain.messages import AlertAction
from bot.domain.phones import name_of
from bot.sandbox.pagerduty import AlertStatus
from tests.history.evidence import Case, Evidence


def no_rule_of_pagerduty_is_broken(evidence: Evidence) -> Iterator[str]:
    """No event breaks a rule of PagerDuty, and none carries a field that nobody reads."""
    for violation in evidence.pagerduty.log.violations if evidence.pagerduty else ():
        yield f"rule of PagerDuty broken: {violation.rule}: {violation.detail}"


def a_phone_rings_while_its_call_waits(evidence: Evidence) -> Iterator[str]:
    """One alert is open per incident and tier that was called: ringing until somebody answers, gone after the end."""
    if evidence.pagerduty is None:
        return
    wanted = {_name(case, phone.target): phone for case in evidence.cases for phone in case.incident.phones}
    for key, count in Counter(alert.dedup_key for alert in evidence.pagerduty.unresolved).items():
        if count > 1:
            yield f"{count} alerts are open for {key}"
        if key not in wanted:
            yield f"the alert {key} is open, and its incident needs it no more"
    stand = {alert.dedup_key: alert.status for alert in evidence.pagerduty.unresolved}
    for key, phone in wanted.items():
        if not phone.answered and not phone.silent and stand.get(key) is not AlertStatus.TRIGGERED:
            yield f"the phone of {key} does not ring, and its call waits"
        if phone.answered and stand.get(key) is AlertStatus.TRIGGERED:
            yield f"the phone of {key} rings, and its call was answered"


def a_phone_rings_once_a_call(evidence: Evidence) -> Iterator[str]:
    """However often an event was repeated, a call rings a phone once."""
    alerts = Counter(alert.dedup_key for alert in evidence.pagerduty.alerts) if evidence.pagerduty else Counter[str]()
    calls = Counter(
        _name(case, row.payload["target"])
        for case in evidence.cases
        for row in case.effects.values()
        if row.kind == "Alert" and row.payload["action"] == AlertAction.TRIGGER
    )
    for key, count in alerts.items():
        if count > calls[key]:
            yield f"the phone of {key} rang {count} times for {calls[key]} calls"


def _name(case: Case, target: str) -> str:
    return name_of(case.incident.id, case.incident.declared.at, target)


INVARIANTS = (no_rule_of_pagerduty_is_broken, a_phone_rings_while_its_call_waits, a_phone_rings_once_a_call)
