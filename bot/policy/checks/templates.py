"""Templates: text that can't be filled in, blanks that nobody is asked for."""

from collections.abc import Iterator

from bot.domain.policy import Policy, Template
from bot.policy.errors import Path
from bot.policy.filling import BadText, blanks_in


def check(policy: Policy) -> Iterator[tuple[Path, str]]:
    """List the templates that can't be filled in."""
    for template in policy.templates.values():
        used: set[str] = set()
        for name in ("subject", "body"):
            here: Path = ("templates", template.id, name)
            try:
                named = blanks_in(getattr(template, name) or "")
            except BadText as error:
                yield here, str(error)
                continue
            used |= named
            for blank in sorted(named - {blank.name for blank in template.fields}):
                yield here, f"`{{{{ {blank} }}}}` is not among its `fields`, so nobody is asked for it"
        yield from _idle(template, used)


def _idle(template: Template, used: set[str]) -> Iterator[tuple[Path, str]]:
    for place, blank in enumerate(template.fields):
        if blank.name not in used:
            yield ("templates", template.id, "fields", place), f"`{blank.name}` is asked for, but stands nowhere in it"
