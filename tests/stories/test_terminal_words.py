"""What can be typed in a terminal: every word, the options that stand for forms, and what is refused as in Slack."""

import json

import pytest

from tests.world import Setting

WORDS = (
    ("ana", "declare P1 Checkout is down", "INC-1 (P1) is declared: Checkout is down."),
    ("ana", "ack", "You acknowledged INC-1."),
    ("ana", "ic", "You are incident commander of INC-1."),
    ("ana", "role comms @ben", "@ben is Comms lead of INC-1."),
    ("ana", "offer @ben", "Asked @ben to take command of INC-1."),
    ("ben", "ic", "You are incident commander of INC-1."),
    ("ana", "ic --instead-of ben@example.com", "You are incident commander of INC-1."),
    ("ana", "status identified a bad deploy", "INC-1 is identified now."),
    ("ana", "bridge https://meet.example.com/war", "Bridge of INC-1: https://meet.example.com/war"),
    ("ana", "note theory: the <disk> of @node is full", "It is in the timeline of INC-1."),
    ("ana", "facts --ticket OPS-7 --repeats 3 --customers all", "The facts of INC-1 are kept.\nSame reports so far: 3"),
    ("ana", "ask @ben 5m check the lag", "You asked @ben, within 5 min: check the lag"),
    ("ben", "answer 1 accept", "Asks of INC-1, 1 open:"),
    ("ben", "answer 1 done no lag", "Asks of INC-1"),
    ("ana", "asks", "Asks of INC-1"),
    ("ana", "update We fail over --to internal --next 20m", "Recorded for INC-1: internal update."),
    ("ana", "snooze 10m", "The reminder for the"),
    ("ana", "escalate no idea", "Calling Tier 2"),
    ("ana", "standdown we have it", "INC-1 is stood down"),
    ("ana", "severity P2 one customer", "INC-1 is P2 now."),
    ("ana", "anyway nobody answers", "You may for the next ten minutes."),
    ("ana", "list", "Open incidents: 1\nINC-1 "),
    ("ana", "show", "INC-1 "),
    ("ana", "timeline", "Timeline of INC-1: Checkout is down"),
    ("ana", "catchup", "INC-1 "),
    ("ana", "since", "Nothing changed in INC-1"),
    ("ana", "promises", "Promises of INC-1"),
    ("ana", "why", "Why, for INC-1"),
    ("ana", "checklist", "Evospin"),
    ("ana", "oncall tier1", "Tier 1, customer team first responder: @ana until"),
    ("ana", "route login is broken", ""),
    ("ana", "can change severity", ""),
    ("ana", "contacts", ""),
    ("ana", "runbook database", ""),
    ("ana", "resolve Traffic is back", "INC-1 is resolved"),
    ("ana", "reopen INC-1 it is back", "INC-1 is open again"),
    ("ana", "cancel a false alarm", "INC-1 is cancelled."),
)
REFUSED = (
    ("anna", "list", 1, "Nobody is known as anna. Did you mean"),
    ("U0NOBODY", "list", 1, "Nobody is known as U0NOBODY."),
    ("ana", "ack INC-99", 1, "There is no incident INC-99."),
    (
        "ana",
        "ack",
        1,
        "Which incident? Add its number; nothing was changed.\n  INC-2  Login is down\n",
    ),
    ("ana", "declare P9 Everything is down", 1, "There is no severity P9."),
    ("ana", "declare P1", 1, "Title: Say what is wrong"),
    ("ana", "update INC-1 Hello --to nobody", 2, "--to: Input should be 'internal'"),
    ("ana", "update INC-1 Hello --to internal --next soon", 1, "Next update in: 'soon' is no duration"),
    ("ana", "facts INC-1", 1, "Facts: Say what is known"),
    ("ana", "facts INC-1 --tick nonsense", 1, "Facts: The model has no fact nonsense."),
    ("ana", "facts INC-1 --money lots", 2, "--money: Input should be a valid integer"),
    ("ana", "role INC-1 captain @ben", 1, "There is no role captain."),
    ("ana", "role INC-1 comms @nobody", 1, "Nobody is known as @nobody."),
    ("ana", "answer INC-1 done", 1, "Answer: Say which ask"),
    ("ana", "ic INC-1 --instead-of nobody", 1, "Nobody is known as nobody."),
    ("ana", "close INC-1", 1, "INC-1 is still open."),
    ("ana", "dance", 2, "No such command 'dance'"),
)


@pytest.mark.only("socket-sqlite", reason="each word connects anew, which on a Postgres takes its time")
async def test_every_word_does_what_it_does_in_slack(world, terminal):
    for who, line, answer in WORDS:
        said = await terminal(f"{who}@example.com", line)
        assert said.startswith(answer), (line, said)
        assert not any(markup in said for markup in ("<@", "<#", "<!", "&lt;", "&amp;")), said
    await world.settles()
    assert world.topic_of(await world.outage(1)).startswith("P2 | Cancelled")


async def test_programs_read_json(terminal, ana):
    await terminal(ana, "declare P1 Checkout is down")
    [listed] = json.loads(await terminal(ana, "list --json"))
    assert (listed["incident"], listed["title"]) == ("INC-1", "Checkout is down")
    shown = json.loads(await terminal(ana, "show INC-1 --json"))
    assert shown["declared"]["by"] == "ana@example.com"
    assert shown["calls"][0]["people"] == ["ana@example.com"]
    assert "There is no incident INC-9." in await terminal(ana, "show INC-9 --json", code=1)


async def test_what_is_wrong_is_said_in_a_sentence_and_changes_nothing(world, terminal, fay, ben):
    await fay.runs("/incident declare P1 Checkout is down")
    await ben.runs("/incident declare P1 Login is down")
    before = await world.log_of(1)
    for who, line, code, answer in REFUSED:
        said = await terminal(who, line, code=code)
        assert answer in said, (line, said)
    assert await world.log_of(1) == before


class TestWhereTheModelAsksForMore:
    """A model with an authority matrix that is held to, with checks before the end, and words to avoid."""

    @pytest.fixture
    def setting(self):
        """Ask for all of it."""
        return Setting(
            model="""
extends: {demo}
access: {{enforcement: deny}}
authority:
  raise: {{name: Change how bad it is, allowed: [tier3], deed: change_severity}}
verification:
  checks: [{{do: The dashboards are green, required: true}}]
wording:
  insist: true
  inside: true
  avoid: [{{avoid: Our engineers are sleeping, words: [sleeping], instead: Still looking}}]
"""
        )

    async def test_options_do_what_buttons_and_forms_do_in_slack(self, terminal, ana, ben):
        await terminal(ana, "declare P1 Checkout is down")

        # what the model leaves to others takes a reason
        said = await terminal(ana, "severity P0", code=1)
        assert "The model leaves this to Tier 3" in said
        await terminal(ana, "anyway nobody of Tier 3 answers")
        assert "INC-1 is P0 now." in await terminal(ana, "severity P0")

        # what is better left unsaid is sent once somebody insists
        said = await terminal(ana, "update All are sleeping --to internal", code=1)
        assert "Say instead: Still looking." in said
        assert "Recorded for INC-1" in await terminal(ana, "update All are sleeping --to internal --insist")

        # the same words again, and command that somebody else has, take a second word
        await terminal(ana, "escalate who is there")
        assert "--further" in await terminal(ana, "escalate who is there", code=1)
        await terminal(ben, "ic")
        assert "To take over: ic --instead-of @ben" in await terminal(ana, "ic", code=1)
        assert "--anyway" in await terminal(ana, "declare P1 Checkout is down", code=1)

        # what has to be confirmed first is asked for
        assert "--all-checked" in await terminal(ben, "resolve", code=1)
        assert "INC-1 is resolved" in await terminal(ben, "resolve --all-checked")

    async def test_a_private_incident_is_none_for_those_outside_it(self, terminal, ana, eve):
        await terminal(ana, "declare P1 A leak --private")
        assert "There is no open incident" in await terminal(eve, "list")
        assert "There is no incident INC-1." in await terminal(eve, "show INC-1", code=1)
        assert "INC-1" in await terminal(ana, "list")
