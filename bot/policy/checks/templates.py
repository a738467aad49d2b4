"""Templates: text that can't be filled in, blanks that nobody is asked for."""

from collections.abc import Iterator

from bot.domain.policy import Policy, Template
from bot.policy.errors import Path


def check(policy: Policy) -> Iterator[tuple[Path, str]]:
    """List the templates that can't be filled in."""
    if not policy.templates:
        return
    from jinja2 import TemplateSyntaxError  # noqa: PLC0415 - 25 ms that most models don't need
    from jinja2.meta import find_undeclared_variables  # noqa: PLC0415
    from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415

    environment = SandboxedEnvironment(autoescape=False)
    for template in policy.templates.values():
        used: set[str] = set()
        for name in ("subject", "body"):
            here: Path = ("templates", template.id, name)
            try:
                named = find_undeclared_variables(environment.parse(getattr(template, name) or ""))
            except TemplateSyntaxError as error:
                yield here, f"line {error.lineno} of this template: {error.message}"
                continue
            used |= named
            for blank in sorted(named - {blank.name for blank in template.fields}):
                yield here, f"`{{{{ {blank} }}}}` is not among its `fields`, so nobody is asked for it"
        yield from _idle(template, used)


def _idle(template: Template, used: set[str]) -> Iterator[tuple[Path, str]]:
    for place, blank in enumerate(template.fields):
        if blank.name not in used:
            yield ("templates", template.id, "fields", place), f"`{blank.name}` is asked for, but stands nowhere in it"
