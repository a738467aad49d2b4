"""Every place where people can write, and how somebody writes there who means no good."""

from collections.abc import AsyncIterator

from hypothesis import strategies as st

from bot.listeners import acting, resolving
from bot.listeners.commands import WORDS
from tests.steps import Member, number_in
from tests.world import World

LONGEST = 3000

NASTY = (
    "<!channel> <!here|hi> <!subteam^S1EVIL> <@U1EVIL|ana> <#C1EVIL>",
    "<https://evil.example|bank.example> https://evil.example",
    "&lt;!channel&gt; <!date^1^{date}|x>",
    "```code``` `x` *b* _i_ ~s~ > quote @here",
    "\u202eright to left\u202c zero\u200bwidth\ufeff",
    "nul \x00 bell \x07 escape \x1b[31m",
    "half \ud800 a character",
    "👩‍👩‍👧‍👦🇵🇹👍🏽",
    "e" + "\u0301" * 300,
    "{{ 7 * 7 }} {% for x in y %} {number} %s %(x)s ${x}",
    "'; DROP TABLE incident; --",
)

texts = st.builds(
    lambda words, times: (" ".join(words) * times)[: LONGEST + 1],
    st.lists(st.sampled_from(NASTY) | st.text(max_size=60), min_size=1, max_size=4),
    st.sampled_from((1, 1, 1, 40, 400)),
)
"""What somebody writes: up to one character more than any field of a form takes."""

FORMS = (
    "/incident declare",
    "/incident update",
    "/incident facts",
    "/incident ic {other}",
    "/escalate",
    "/oncall override {other}",
    "Change severity",
    "Change status",
    "Add note",
    "Post update",
)
"""What opens a form: a command, or a button of the card; `{other}` is somebody else."""

ENDINGS = (resolving.resolve, acting.cancel, acting.close)
NO_ANSWER = ("out of date", "was not recorded")
"""What Conn says to what it did not expect; nothing that somebody wrote is that."""

ONCALL = ("", "override", "override cancel", "swap", "handoff", "signoff", "signoffs", "load")


async def every_command(person: Member, text: str) -> AsyncIterator[tuple[str, bool]]:
    """Type a text after every command; give each line, and whether it was answered."""
    number = await _declared(person, "Checkout is down")
    for handler, word in {handler: word for word, handler in WORDS.items()}.items():  # of synonyms one
        about = f"P2 {text}" if handler is acting.declare else f"{text} INC-{number}"
        yield await _typed(person, f"/incident {word} {about}")
        if handler in ENDINGS:
            number = await _declared(person, f"Checkout is down after {word}")
    yield await _typed(person, f"/escalate {text} INC-{number}")
    yield await _typed(person, f"/incident {text}")
    for word in ONCALL:
        yield await _typed(person, f"/oncall {word} {text}")


async def every_form(
    world: World, person: Member, other: Member, text: str, over: int
) -> AsyncIterator[tuple[str, bool]]:
    """Write a text into every field of every form, `over` by so much; give each form, and whether it was answered."""
    outage = await world.outage(await _declared(person, "Login is down"))
    for opener in FORMS:
        if opener.startswith("/"):
            await person.runs(opener.format(other=other.mention), outage)
        else:
            await person.presses(opener, outage)
        if not person.has_form:
            yield opener, bool(person.last and person.last.text)
            continue
        for element in _inputs(person):
            limit = element.get("max_length", LONGEST)
            element["max_length"] = limit + over  # a client that does not count
            person.form.values[_key(person, element)] = {
                "type": element["type"],
                "value": (text * limit)[: limit + over],
            }
        sent = await person.sends()
        whys = sent.errors.values()
        yield opener, sent.error is None and not any(not why or words in why for words in NO_ANSWER for why in whys)
        if person.has_form:
            await person.person.close(person.form, everything=True)


async def _typed(person: Member, line: str) -> tuple[str, bool]:
    said = await person.runs(line)
    answered = person.last is not None and person.last.error is None and bool(said.strip() or person.has_form)
    answered = answered and not any(words in said for words in NO_ANSWER)
    if person.has_form:
        await person.person.close(person.form, everything=True)
    return line, answered


async def _declared(person: Member, title: str) -> int:
    return number_in(await person.runs(f"/incident declare P1 {title}"))


def _inputs(person: Member) -> list[dict]:
    elements = [block["element"] for block in person.form.blocks if block["type"] == "input"]
    return [element for element in elements if element["type"] == "plain_text_input"]


def _key(person: Member, element: dict) -> tuple[str, str]:
    block = next(block for block in person.form.blocks if block.get("element") is element)
    return block["block_id"], element["action_id"]
