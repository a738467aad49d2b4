"""What `help` answers: every command with one example."""

from dataclasses import dataclass
from functools import cache

from bot.rendering.drawn import Drawn
from bot.rendering.lines import Line, Strong, line
from bot.rendering.replies import reply


@dataclass(frozen=True, kw_only=True)
class Command:
    """One thing to type: how, and what it does."""

    example: str
    does: str


RUN = (
    Command(example="declare P1 Checkout is down", does="declare at once; without severity and title, the form"),
    Command(example="ack", does="acknowledge: you have it, nobody further is called"),
    Command(example="ic", does="take command; with @somebody, hand it over"),
    Command(example="role comms @ana", does="give a role: comms, scribe, ops or deputy"),
    Command(example="severity P1 all customers", does="change the severity"),
    Command(example="status identified a bad deploy", does="say where the work stands"),
    Command(example="escalate primary is silent", does="call the next tier"),
    Command(example="standdown we have it", does="call nobody further by itself; who was called need not come"),
    Command(example="update Failing over to B", does="give word: the form, with your words in it"),
    Command(example="snooze 10m", does="quiet the reminder that is due; the deadline stays"),
    Command(example="facts", does="tick what is known: the form; what the model lets follow from it happens"),
    Command(example="note theory: the disk is full", does="keep it; also decision: and tried:"),
    Command(example="ask @ben 5m check the replica lag", does="ask somebody for something with a time; it is chased"),
    Command(example="asks", does="what was asked of whom, and how it stands"),
    Command(example="bridge https://meet.example.com/x", does="set the bridge; alone, show it"),
    Command(example="resolve Traffic is back", does="the impact is over, clocks stop"),
    Command(example="reopen it is back", does="it was not over, clocks are back"),
    Command(example="cancel false alarm", does="it was no incident"),
    Command(example="close", does="nothing is left to do"),
    Command(example="anyway nobody of Tier 2 answers", does="do what is left to others, for that reason"),
)
READ = (
    Command(example="list", does="open incidents"),
    Command(example="show INC-12", does="one incident with its buttons"),
    Command(example="timeline", does="what happened"),
    Command(example="catchup", does="how it stands, in ten lines"),
    Command(example="checklist", does="the phase it is in, and what is still to do"),
    Command(example="since", does="what is new since you last looked"),
    Command(example="promises", does="what was promised to whom: kept, late, missed, next"),
    Command(example="why", does="what was done by which rule"),
)
ASK_THE_MODEL = (
    Command(example="route login is broken", does="whose problem that is"),
    Command(example="channel P2", does="where to say it, and where not"),
    Command(example="can deploy a hotfix", does="whether you may, and who may"),
    Command(example="contacts billing", does="whom to reach, and how"),
    Command(example="runbook database", does="what to read"),
    Command(
        example="model",
        does="which support model is in force; with P1, tier2 or reviews, what it says; with reload, its file is read",
    ),
    Command(example="health", does="how Conn itself is"),
    Command(example="help", does="this list"),
)


@cache
def help_text(command: str = "/incident", escalate: str = "/escalate", oncall: str = "/oncall") -> Drawn:
    """List every command as this workspace types it."""
    return reply(
        line(Strong("Conn runs incidents.")),
        line(Strong(command), " alone opens the form, or the controls inside an incident's channel."),
        *(_command(command, one) for one in RUN),
        line(
            Strong(f"{escalate} primary is silent"),
            ": call the next tier; a tier, team or vendor by name is called out of turn",
        ),
        line(Strong("To read")),
        *(_command(command, one) for one in READ),
        line(Strong("What the support model says")),
        *(_command(command, one) for one in ASK_THE_MODEL),
        line(Strong("Who is on call")),
        line(Strong(f"{oncall} tier2"), ": who is on call, until when, who is next; alone, every tier"),
        line(Strong(f"{oncall} override @ben today 18:00 22:00"), ": Ben stands in; alone, the form"),
        line(Strong(f"{oncall} swap @ben"), ": offer your next turn for his; he accepts with one press"),
        line(Strong(f"{oncall} cancel"), ": the overrides in force and to come, to take one back"),
        line(Strong(f"{oncall} signoff @ben tier1"), ": Ben may take the tier"),
        line(Strong(f"{oncall} signoffs"), ": who lacks which sign-off"),
        line(Strong(f"{oncall} withdraw @ben tier1"), ": Ben may not any more"),
        line(Strong(f"{oncall} handoff"), ": what whoever takes over has to know"),
        line(
            Strong(f"{oncall} load"),
            ": who carried how much, held against the limits; of a rotation or tier, by its name",
        ),
        line("In any other channel, add the number: ", Strong(f"{command} ack INC-12"), "."),
    )


def _command(command: str, one: Command) -> Line:
    return line(Strong(f"{command} {one.example}"), f": {one.does}")
