"""`policy …`: what can be asked of a support model on the command line, with no Slack and no database."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
def diff(before: Path, after: Path) -> None:
    """Say rule by rule what one support model says differently from another."""
    from bot.domain.model_diff import differences  # noqa: PLC0415
    from bot.rendering.model_changes import plainly  # noqa: PLC0415

    found = differences(_loaded(before), _loaded(after))
    for one in found:
        click.echo(plainly(one))
    click.echo(f"{len(found)} differences." if found else "They say the same.")


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


@policy.command()
@FILE
def show(file: Path) -> None:
    """Say in plain sentences what a support model does, severity by severity and tier by tier."""
    from bot.rendering.model import text  # noqa: PLC0415

    click.echo(text(_loaded(file)), nl=False)


@policy.command()
@FILE
@click.option("--severity", required=True, help="Its id, name or an alias.")
@click.option("--at", "moment", required=True, help="When it is declared, such as '2026-11-22 02:00'.")
@click.option("--zone", help="The zone of --at and of the times shown; by default the model's own.")
@click.option("--category", default="", help="The kind of problem: a route of the model.")
@click.option("--area", default="", help="The part of the system: an area of the model.")
@click.option("--customer-tier", default="", help="Whom it concerns: a customer tier of the model.")
@click.option("--tag", multiple=True, help="A fact that is ticked: a tag of the model.")
@click.option("--ack", multiple=True, metavar="TIER@TIME", help="Somebody of a paged tier acknowledges: tier2@4m.")
@click.option("--command", multiple=True, metavar="TIER@TIME", help="Somebody of a paged tier takes command: tier2@5m.")
@click.option("--for", "lasts", default="4h", show_default=True, help="How long the story goes on.")
@click.option("--format", "shape", type=click.Choice(["text", "json", "svg"]), default="text", show_default=True)
def simulate(file: Path, shape: str, **words: Any) -> None:  # noqa: ANN401 - the options, each of its own type
    """Tell who is told what, when and by which rule, if nobody does anything, or with the given acknowledgements."""
    from bot.policy.scenarios import BadScenario, Supposed, scenario_of  # noqa: PLC0415
    from bot.policy.simulate import simulate as run  # noqa: PLC0415
    from bot.rendering import picture, simulation  # noqa: PLC0415

    model = _loaded(file)
    try:
        supposed, zone = scenario_of(model, Supposed(**words))
    except BadScenario as bad:
        raise click.ClickException(str(bad)) from bad
    told = run(model, supposed)
    match shape:
        case "json":
            _print_json(simulation.data(told, model, zone))
        case "svg":
            title = f"{model.name}, {supposed.severity}"
            rows = list(simulation.rows(told, model, zone))
            click.echo(picture.picture(rows, title, supposed.lasts, zone), nl=False)
        case _:
            click.echo(simulation.text(told, model, zone), nl=False)


@policy.command()
@FILE
@click.option("--year", type=click.IntRange(1970, 2100), help="The calendar year; by default the one that follows.")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True)
def coverage(file: Path, year: int | None, shape: str) -> None:
    """Walk a year, holidays included: who covers it, gaps, people in two tiers at once, hours per person."""
    from bot.policy.coverage import cover  # noqa: PLC0415
    from bot.policy.scenarios import own_zone  # noqa: PLC0415
    from bot.rendering import year as told  # noqa: PLC0415

    model = _loaded(file)
    zone = own_zone(model)
    found = cover(model, year or datetime.now(zone).year + 1)
    if shape == "json":
        _print_json(told.data(found, zone))
    else:
        click.echo(told.text(found, zone), nl=False)


def _print_json(data: dict[str, Any]) -> None:
    click.echo(json.dumps(data, indent=1, ensure_ascii=False))


def _loaded(file: Path) -> "Policy":
    """Read a support model; what is wrong with it is printed, line by line, and ends the command."""
    from bot.policy.errors import PolicyErrors  # noqa: PLC0415
    from bot.policy.loader import load  # noqa: PLC0415

    try:
        return load(file)
    except PolicyErrors as errors:
        click.echo(str(errors), err=True)
        raise SystemExit(1) from errors
