"""Whether the support model can be read, and what it leaves open."""

from pathlib import Path

from bot.doctor.findings import Finding, fine, still_open, wrong
from bot.domain.policy import Policy
from bot.policy.errors import PolicyErrors
from bot.policy.loader import load


def model_findings(file: Path) -> tuple[Policy | None, list[Finding]]:
    """Read the file that `CONN_POLICY` names; each open place is named with its owner."""
    try:
        policy = load(file)
    except PolicyErrors as bad:
        return None, [wrong(line, "Correct the file; `policy check` says more.") for line in str(bad).splitlines()]
    slots = [
        still_open(f"{slot.path} is open: {slot.text}", f"{slot.owner} fills it in {file.name}.")
        for slot in policy.open_slots
    ]
    if not policy.can_page_anybody():
        slots.append(wrong("Nobody at all can be paged.", f"Fill in at least one of the open places of {file.name}."))
    return policy, [fine(f"The support model of {policy.name} is sound (revision {policy.revision[:8]})."), *slots]
