"""`db …`: bring the database to this release, copy it, look whether it is sound."""

import asyncio
import sys
from pathlib import Path

import click

from bot.complaints import or_complain, or_exit


@click.group()
def db() -> None:
    """Work with the database."""


@db.command("upgrade")
def upgrade() -> None:
    """Bring the database to this release's schema; `run` does the same at its start."""
    from store.migrate import HEAD  # noqa: PLC0415
    from store.migrate import upgrade as migrate  # noqa: PLC0415

    changed = asyncio.run(or_complain(migrate(_url())))
    click.echo(f"The database is at {HEAD}{'' if changed else ' already'}.")


@db.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Copy the database into an SQLite FILE, as it is at one moment, while Conn runs.

    The copy is a database of its own: DATABASE_URL=sqlite:///FILE shows it to any command.
    """
    from store.backup import back_up  # noqa: PLC0415

    if file.exists():
        raise click.ClickException(f"{file} is there already: choose another name, nothing is ever overwritten")
    counted = asyncio.run(or_complain(back_up(_url(), file)))
    click.echo(f"{file} holds {counted['incident']} incidents with {counted['event']} log entries.")


@db.command("restore")
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
def restore(file: Path) -> None:
    """Fill an empty database (DATABASE_URL) from a backup.

    What was on its way to Slack at that moment is looked for there before it is sent.
    """
    from store.backup import restore as fill  # noqa: PLC0415

    counted = asyncio.run(or_complain(fill(file, _url())))
    click.echo(f"The database holds {counted['incident']} incidents with {counted['event']} log entries.")


@db.command("check")
@click.option("--repair", is_flag=True, help="Put right what nothing can be lost by; stop Conn on SQLite first.")
def check(*, repair: bool) -> None:
    """Read everything stored, and list what is not as it must be, with what it means; exit code 1 when anything is."""
    from bot.soundness import examine  # noqa: PLC0415

    seen = asyncio.run(or_complain(examine(_url(), repair=repair)))
    for line in seen.lines:
        click.echo(line)
    sys.exit(0 if seen.sound else 1)


def _url() -> str:
    from bot.settings import StoreSettings, read_store_settings  # noqa: PLC0415

    settings: StoreSettings = or_exit(read_store_settings)
    return settings.database_url.get_secret_value()
