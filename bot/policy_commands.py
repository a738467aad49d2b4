"""`policy …`: what can be asked of a support model on the command line, with no Slack and no database."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.domain.policy import Policy

FILE = click.argument("file", type=click.Path(path_type=Path))
SHIPPED = Path("manifests/policies")


@click.group()
def policy() -> None:
    """Work with support models."""


@policy.command()
@FILE
def check(file: Path) -> None:
    """Check a support model: every error with its line, then every place that is still open."""
    checked = _loaded(file)
    for slot in checked.open_slots:
        click.echo(f"open: {slot.path}: {slot.text} ({slot.owner})")
    click.echo(f"{file}: {checked.name}, revision {checked.revision}: no errors")


@policy.command()
def schema() -> None:
    """Print the JSON Schema by which editors help to write a support model."""
    from bot.policy.schema import schema_text  # noqa: PLC0415

    click.echo(schema_text(), nl=False)


@policy.command()
@click.option("--models", type=click.Path(path_type=Path, file_okay=False), default=SHIPPED, show_default=True)
def reference(models: Path) -> None:
    """Print the reference page: every key, its type, default and meaning, and the models in this folder that use it."""
    from bot.policy.reference import reference as page  # noqa: PLC0415

    click.echo(page(sorted(models.glob("*.yaml"))), nl=False)


def _loaded(file: Path) -> "Policy":
    """Read a support model; what is wrong with it is printed, line by line, and ends the command."""
    from bot.policy.errors import PolicyErrors  # noqa: PLC0415
    from bot.policy.loader import load  # noqa: PLC0415

    try:
        return load(file)
    except PolicyErrors as errors:
        click.echo(str(errors), err=True)
        raise SystemExit(1) from errors
