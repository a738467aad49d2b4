"""What a command says when something is wrong that a person can mend; a bug keeps its stack trace."""

import sys
from collections.abc import Awaitable, Callable
from typing import NoReturn, TypeVar

import click

T = TypeVar("T")


async def or_complain(work: Awaitable[T]) -> T:
    """Wait for a piece of work; end with a sentence and exit code 1 when a person can mend what stands in its way."""
    try:
        return await work
    except _mendable() as error:
        _end(error)


def or_exit(read: Callable[[], T]) -> T:
    """Do something at once; end with a sentence and exit code 1 when a person can mend what stands in its way."""
    try:
        return read()
    except _mendable() as error:
        _end(error)


def _end(error: Exception) -> NoReturn:
    click.echo(str(error), err=True)
    sys.exit(1)


def _mendable() -> tuple[type[Exception], ...]:
    from bot.domain.errors import BrokenModel  # noqa: PLC0415
    from bot.failing import PartFailed  # noqa: PLC0415
    from bot.policy.errors import PolicyErrors  # noqa: PLC0415
    from bot.settings import BadSettings  # noqa: PLC0415
    from bot.web.server import PortTaken  # noqa: PLC0415
    from store.errors import AlreadyRunning, NotEmpty, SchemaNewer, StandDown, StoreUnavailable, TestClockOff  # noqa: PLC0415

    return (
        AlreadyRunning,
        BadSettings,
        BrokenModel,
        NotEmpty,
        PartFailed,
        PolicyErrors,
        PortTaken,
        SchemaNewer,
        StandDown,
        StoreUnavailable,
        TestClockOff,
    )
