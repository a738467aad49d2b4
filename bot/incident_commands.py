"""`incident …`: what people type in Slack, on the command line, for when Slack is away."""

import asyncio
import getpass
import json
import os
import secrets
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from bot.complaints import or_complain, or_exit

Decorator = Callable[[Callable[..., None]], Callable[..., Any]]


@click.group()
def incident() -> None:
    """Run incidents without Slack; what has to be posted follows when it is back.

    INC-12 among the words says which incident; where only one is open, it may be left out. People are named as @ana or
    by their e-mail address.
    """


def _word(
    word: str, what: str, does: str, *options: Decorator, also: tuple[str, ...] = (), needs: bool = False
) -> None:
    """Add a word: `what` follows it, `does` is its help, `also` are its other names; `needs` says it needs words."""

    def run(*, words: tuple[str, ...], acting: str, as_json: bool = False, **given: Any) -> None:  # noqa: ANN401
        _carry_out(word, " ".join(words), acting, as_json=as_json, options=given)

    command: Callable[..., Any] = run
    for option in (_AS, *options):
        command = option(command)
    command = click.argument("words", nargs=-1, required=needs, metavar=what)(command)
    for name in (word, *also):
        incident.command(name, help=does, hidden=name != word)(command)


_AS: Decorator = click.option(
    "--as", "acting", default="", metavar="PERSON", help="Who acts; CONN_ACTING_AS when left out."
)
_JSON: Decorator = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def _text(name: str, does: str) -> Decorator:
    return click.option(name, default="", metavar="TEXT", help=does)


def _known(name: str, does: str) -> Decorator:
    return click.option(name, default=None, metavar="TEXT", help=does)


def _flag(name: str, does: str) -> Decorator:
    return click.option(name, is_flag=True, help=does)


_WHICH = "[INC-12]"
_FACTS = (
    _known("--category", "What kind of problem it is, by its id in the model."),
    _known("--area", "Which part is affected, by its id in the model."),
    _known("--ticket", "Which ticket tells more."),
    _known("--customers", "Which customers are affected, in words."),
    _known("--customer", "Which group of customers, by its id in the model."),
    _known("--money", "How much money is at stake."),
    _known("--repeats", "How often the same was reported."),
    click.option("--tick", multiple=True, metavar="FACT", help="What is known to be so, by its id in the model."),
)
_word(
    "declare",
    "SEVERITY TITLE",
    "Declare an incident: declare P1 Checkout is down",
    _text("--summary", "What is known beyond the title."),
    *_FACTS,
    _text("--bridge", "Where people meet."),
    click.option("--private/--public", default=None, help="Who may know of it; the model's choice when left out."),
    _text("--because", "Why it cannot wait for somebody who may declare."),
    _flag("--anyway", "It is another one than that of a moment ago."),
    also=("new", "open", "create", "start"),
    needs=True,
)
_word("ack", _WHICH, "Acknowledge: nobody further is called.", also=("acknowledge",))
_word(
    "ic",
    f"{_WHICH} [@PERSON]",
    "Take command, or accept it; with somebody named, offer it to them.",
    _text("--note", "What they should know."),
    _text("--instead-of", "Whom you take over from, as agreed with them."),
    also=("lead", "take"),
)
_word("offer", f"{_WHICH} @PERSON", "Offer command.", _text("--note", "What they should know."), needs=True)
_word("role", f"{_WHICH} ROLE [@PERSON]", "Give a role: comms, scribe, ops or deputy.", needs=True)
_word("severity", f"{_WHICH} SEVERITY [WHY]", "Change the severity.", needs=True)
_word("status", f"{_WHICH} STATUS [TEXT]", "Say where the work stands.", needs=True)
_word("bridge", f"{_WHICH} [URL]", "Set the bridge; alone, show it.")
_word(
    "update",
    f"{_WHICH} TEXT",
    "Give word to those to whom it is due.",
    click.option("--to", multiple=True, metavar="AUDIENCE", help="internal, external, executives or status_page."),
    click.option("--next", "next_in", default="", metavar="20m", help="When they hear next, if not as promised."),
    _flag("--insist", "Say it in public although the model would rather not."),
    also=("post",),
    needs=True,
)
_word("snooze", f"{_WHICH} [10m]", "Quiet the reminder that is due.")
_word(
    "facts",
    _WHICH,
    "Keep what is known; what the model lets follow from it happens.",
    *_FACTS,
    click.option("--untick", multiple=True, metavar="FACT", help="What is not so after all."),
)
_word("note", f"{_WHICH} TEXT", "Keep it in the timeline; also theory:, decision: and tried: before it.", needs=True)
_word("ask", f"{_WHICH} @PERSON [5m] WHAT", "Ask somebody for something with a time.", needs=True)
_word("answer", f"{_WHICH} NUMBER HOW [NOTE]", "Answer an ask: accept, decline, done, more, blocked, drop.", needs=True)
_word("asks", _WHICH, "List what was asked of whom.")
_word(
    "escalate",
    f"{_WHICH} [TIER, TEAM OR VENDOR] [WHY]",
    "Call the next tier, or one by name.",
    click.option("--answer", "answers", multiple=True, metavar="'LABEL=TEXT'", help="What has to be said first."),
    click.option("--checked", multiple=True, metavar="WHAT", help="What had to be checked first, and was."),
    _flag("--further", "The same words as a moment ago, and one further is meant."),
    also=("page",),
)
_word("standdown", f"{_WHICH} [WHY]", "Call nobody further by itself.")
_word(
    "resolve",
    f"{_WHICH} [TEXT]",
    "Say that the impact is over.",
    _flag("--all-checked", "All that the model wants confirmed first is confirmed."),
    _text("--unchecked", "Why it is resolved without."),
)
_word("reopen", f"{_WHICH} [WHY]", "Say that it was not over.")
_word("cancel", f"{_WHICH} [WHY]", "Say that it was no incident.")
_word("close", f"{_WHICH} [TEXT]", "Say that nothing is left to do.")
_word("anyway", f"{_WHICH} REASON", "Do for ten minutes what the model leaves to others.", needs=True)
_word("list", "", "List the open incidents.", _JSON)
_word("show", _WHICH, "Show how one stands.", _JSON)
_word("timeline", _WHICH, "Say what happened.")
_word("catchup", _WHICH, "Say in ten lines how it stands.", also=("summary",))
_word("since", _WHICH, "Say what is new since you last looked.")
_word("promises", _WHICH, "Say what was promised to whom, and what became of it.")
_word("why", _WHICH, "Say what was done by which rule.")
_word("checklist", _WHICH, "Say which phase it is in, and what is still to do.")
_word("oncall", "[TIER]", "Say who is on call.", also=("who",))
_word("route", "WORDS", "Say whose problem something is.", needs=True)
_word("can", "WORDS", "Say whether you may do something, and who may.", needs=True)
_word("contacts", "WORDS", "Say whom to reach, and how.")
_word("runbook", "WORDS", "Say what to read.")


def _carry_out(word: str, rest: str, acting: str, *, as_json: bool, options: dict[str, Any]) -> None:
    from pydantic import ValidationError  # noqa: PLC0415

    from bot.reaching import have_done  # noqa: PLC0415
    from bot.settings import ShellSettings, read_shell_settings  # noqa: PLC0415
    from bot.shell.order import Options, Order  # noqa: PLC0415

    settings: ShellSettings = or_exit(read_shell_settings)
    acting = acting or settings.conn_acting_as
    if not acting:
        raise click.UsageError("Say who acts: --as ana@example.com, or CONN_ACTING_AS for a whole shift.")
    if "answers" in options:
        options["answers"] = dict(_labelled(answer) for answer in options["answers"])
    try:
        order = Order(
            word=word,
            rest=rest,
            acting=acting,
            login=_login(),
            host=socket.gethostname(),
            key=secrets.token_hex(8),
            command=_command(),
            options=Options.model_validate({"as_json": as_json, **options}),
        )
    except ValidationError as wrong:
        said = (f"--{str(error['loc'][0]).replace('_', '-')}: {error['msg']}" for error in wrong.errors())
        raise click.UsageError("; ".join(said)) from wrong
    told = asyncio.run(or_complain(have_done(order, settings)))
    if as_json and not told.refused:
        click.echo(json.dumps(told.data, ensure_ascii=False, indent=2))
    else:
        click.echo(told.text, err=told.refused)
    sys.exit(1 if told.refused else 0)


def _labelled(answer: str) -> tuple[str, str]:
    label, found, text = answer.partition("=")
    if not found:
        raise click.UsageError(f"--answer {answer!r}: write LABEL=TEXT")
    return label.strip(), text.strip()


def _login() -> str:
    """Name the user of the operating system who runs this; by number where it has no name here."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


def _command() -> str:
    """Say how this was called, so that answers name what can be typed next."""
    return "python -m bot incident" if Path(sys.argv[0]).name == "__main__.py" else "conn incident"
