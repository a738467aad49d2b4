"""What `help` answers: every command with one example."""

from dataclasses import dataclass

from bot.rendering.drawn import Drawn
from bot.rendering.lines import Line, Strong, line
from bot.rendering.replies import reply


@dataclass(frozen=True, kw_only=True)
class Command:
    """One thing to type: how, and what it does."""

    example: str
    does: str


INCIDENT = (
    Command(example="declare P1 Checkout is down", does="declare at once; without severity and title, the form"),
    Command(example="ack", does="acknowledge: you have it, nobody further is called"),
    Command(example="ic", does="take command; with @somebody, ask them to"),
    Command(example="escalate primary is silent", does="call the next tier"),
    Command(example="update Failing over to B", does="give word; without text, the form"),
    Command(example="resolve Traffic is back", does="the impact is over, clocks stop"),
    Command(example="close", does="nothing is left to do"),
    Command(example="list", does="open incidents"),
    Command(example="show INC-12", does="one incident with its buttons"),
    Command(example="help", does="this list"),
)


def help_text(command: str = "/incident", escalate: str = "/escalate") -> Drawn:
    """List every command as this workspace types it."""
    return reply(
        line(Strong("Conn runs incidents.")),
        line(Strong(command), " alone opens the form, or the controls inside an incident's channel."),
        *(_command(command, one) for one in INCIDENT),
        line(Strong(f"{escalate} primary is silent"), ": call the next tier"),
        line("In any other channel, add the number: ", Strong(f"{command} ack INC-12"), "."),
    )


def _command(command: str, one: Command) -> Line:
    return line(Strong(f"{command} {one.example}"), f": {one.does}")
