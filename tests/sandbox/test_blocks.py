"""One good and many bad examples for each rule of Block Kit."""

import pytest

from bot.sandbox import problems, view_problems


def plain(text):
    return {"type": "plain_text", "text": text}


def mrkdwn(text):
    return {"type": "mrkdwn", "text": text}


def section(text="x", **more):
    return {"type": "section", "text": mrkdwn(text), **more}


def button(text="Go", **more):
    return {"type": "button", "action_id": "go", "text": plain(text), **more}


def actions(*elements):
    return {"type": "actions", "elements": list(elements)}


def option(text="One", value="1", **more):
    return {"text": plain(text), "value": value, **more}


def select(**more):
    return {"type": "static_select", "action_id": "s", "options": [option()], **more}


def field(element=None, label="Title", **more):
    element = element or {"type": "plain_text_input", "action_id": "t"}
    return {"type": "input", "label": plain(label), "element": element, **more}


def pie(*values):
    segments = [{"label": f"s{n}", "value": value} for n, value in enumerate(values)]
    return {"type": "data_visualization", "title": "T", "chart": {"type": "pie", "segments": segments}}


def rich(kind):
    return {"type": "rich_text", "elements": [{"type": kind, "elements": [{"type": "text", "text": "x"}]}]}


def offers(kind, count):
    return actions({"type": kind, "options": [option(value=str(n)) for n in range(count)]})


def chart(*categories):
    return {**LINE, "chart": {**LINE["chart"], "axis_config": {"categories": list(categories)}}}


def container(*blocks):
    return {"type": "container", "title": plain("x"), "child_blocks": list(blocks)}


def table(rows, columns=2, text="x"):
    return {"type": "table", "rows": [[{"type": "raw_text", "text": text}] * columns for _ in range(rows)]}


CONFIRM = {"title": plain("Sure?"), "text": mrkdwn("x"), "confirm": plain("Yes"), "deny": plain("No")}
LINE = {
    "type": "data_visualization",
    "title": "Incidents",
    "chart": {
        "type": "line",
        "series": [{"name": "P1", "data": [{"label": "Mon", "value": 1}]}],
        "axis_config": {"categories": ["Mon"]},
    },
}

GOOD = [
    ("message", [section("x" * 3000, fields=[mrkdwn("x" * 2000)] * 10, accessory=button("x" * 75))]),
    ("message", [{"type": "header", "text": plain("x" * 150)}, {"type": "divider"}] * 25),
    ("message", [{"type": "context", "elements": [mrkdwn("x")] * 10}]),
    ("message", [actions(*(button(action_id=str(n)) for n in range(25)))]),
    ("message", [actions(button(confirm=CONFIRM, style="danger", value="x" * 2000)), actions(select())]),
    ("message", [table(100, 20, "x"), pie(1, 2), LINE]),
    ("message", [{"type": "markdown", "text": "x" * 12_000}]),
    ("modal", [field(), {"type": "alert", "text": mrkdwn("x" * 200), "level": "warning"}] * 50),
    ("home", [section()] * 100),
    ("message", [rich("rich_text_section")]),
]


@pytest.mark.parametrize(("surface", "blocks"), GOOD)
def test_what_slack_takes_is_taken(surface, blocks):
    assert problems(blocks, surface) == []


BAD = [
    ("message", [section()] * 51, "between 0 and 50"),
    ("modal", [section()] * 101, "between 0 and 100"),
    ("message", "nonsense", "must be a list"),
    ("message", ["nonsense"], "an object with a type"),
    ("message", [{"type": "sparkle"}], "unsupported type: sparkle"),
    ("message", [section(""), section()], "more than 0 characters"),
    ("message", [section("x" * 3001)], "less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    ("message", [{"type": "section"}], "must have text or fields"),
    ("message", [section(fields=[mrkdwn("x")] * 11)], "between 1 and 10"),
    ("message", [section(fields=[mrkdwn("x" * 2001)])], "less than 2001"),
    ("message", [section(accessory={"type": "plain_text_input"})], "unsupported type: plain_text_input"),
    ("message", [section(colour="red")], "is not a known field"),
    ("message", [{"type": "header", "text": mrkdwn("x")}], "plain_text"),
    ("message", [{"type": "header", "text": plain("x" * 151)}], "less than 151"),
    ("message", [{"type": "header", "text": plain("x"), "level": 5}], "between 1 and 4"),
    ("message", [{"type": "context", "elements": [mrkdwn("x")] * 11}], "between 1 and 10"),
    ("message", [{"type": "context", "elements": [button()]}], "text object"),
    ("message", [actions()], "between 1 and 25"),
    ("message", [actions(*(button(action_id=str(n)) for n in range(26)))], "between 1 and 25"),
    ("message", [actions(button(), button())], "`action_id` go already exists"),
    ("message", [section(block_id="b"), section(block_id="b")], "`block_id` b already exists"),
    ("message", [section(block_id="x" * 256)], "less than 256"),
    ("message", [actions(button(action_id="x" * 256))], "less than 256"),
    ("message", [actions(button("x" * 76))], "less than 76"),
    ("message", [actions(button(value="x" * 2001))], "less than 2001"),
    ("message", [actions(button(style="shiny"))], "one of primary, danger"),
    ("message", [actions(button(url="x" * 3001))], "less than 3001"),
    ("message", [actions(button(confirm={**CONFIRM, "title": plain("x" * 101)}))], "less than 101"),
    ("message", [actions(button(confirm={**CONFIRM, "text": plain("x" * 301)}))], "less than 301"),
    ("message", [actions(button(confirm={**CONFIRM, "deny": plain("x" * 31)}))], "less than 31"),
    ("message", [actions(select(options=[option()] * 2))], "unique among the options"),
    ("message", [actions(select(options=[]))], "between 1 and 100"),
    ("message", [actions(select(options=[option("x" * 76)]))], "less than 76"),
    ("message", [actions(select(options=[option(value="x" * 151)]))], "less than 151"),
    ("message", [actions(select(options=[option(description=plain("x" * 76))]))], "less than 76"),
    ("message", [actions(select(initial_option=option("Two", "2")))], "exactly match"),
    ("message", [actions(select(option_groups=[]))], "either options or option_groups"),
    ("message", [actions(select(placeholder=plain("x" * 151)))], "less than 151"),
    ("message", [offers("overflow", 6)], "between 1 and 5"),
    ("message", [offers("checkboxes", 11)], "between 1 and 10"),
    ("message", [{"type": "image", "image_url": "https://x.example/i.png"}], "missing required field"),
    ("message", [{"type": "alert", "text": mrkdwn("x")}], "alert is not allowed on a message"),
    ("modal", [{"type": "markdown", "text": "x"}], "markdown is not allowed on a modal"),
    ("home", [pie(1)], "data_visualization is not allowed on a home"),
    ("modal", [table(1)], "table is not allowed on a modal"),
    ("modal", [{"type": "alert", "text": mrkdwn("x" * 201)}], "less than 201"),
    ("modal", [field(label="x" * 2001)], "less than 2001"),
    ("modal", [field(element=button())], "unsupported type: button"),
    ("modal", [field({"type": "plain_text_input", "max_length": 3001})], "between 1 and 3000"),
    ("modal", [field({"type": "plain_text_input", "min_length": 9, "max_length": 3})], "not be more than"),
    ("modal", [field({"type": "number_input"})], "is_decimal_allowed"),
    ("modal", [field({"type": "datepicker", "initial_date": "tomorrow"})], "wrong format"),
    ("modal", [field({"type": "plain_text_input", "focus_on_load": True})] * 2, "focus_on_load"),
    ("home", [field({"type": "number_input", "is_decimal_allowed": False})], "only for modals"),
    ("home", [field({"type": "datetimepicker"})], "not for the home"),
    ("message", [table(101)], "between 1 and 100"),
    ("message", [table(1, 21)], "between 1 and 20"),
    ("message", [table(1), table(1)], "only_one_table_allowed"),
    ("message", [table(100, 2, "x" * 51)], "less than 10001 characters together"),
    ("message", [{"type": "data_table", "rows": [[{"type": "raw_text", "text": "x"}]]}], "missing required"),
    ("message", [pie(1), pie(1), pie(1)], "at most 2 data_visualization"),
    ("message", [pie(0)], "above 0"),
    ("message", [pie(*range(1, 8))], "between 1 and 6"),
    ("message", [chart("Mon", "Tue")], "one point for each"),
    ("message", [{"type": "markdown", "text": "x" * 7000}] * 2, "less than 12001 characters together"),
    ("message", [{"type": "card"}], "one of hero_image"),
    ("message", [container({"type": "container"})], "not allowed in a container"),
    ("message", [rich("sparkle")], "must be one of rich_text_section"),
]


@pytest.mark.parametrize(("surface", "blocks", "rule"), BAD)
def test_what_slack_refuses_is_refused_with_the_rule(surface, blocks, rule):
    found = problems(blocks, surface)
    assert any(rule in problem for problem in found), found


MODAL = {"type": "modal", "title": plain("T"), "submit": plain("Go"), "blocks": [field()]}


def test_a_good_view_is_taken():
    assert view_problems(MODAL) == []


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"title": plain("x" * 25)}, "less than 25 characters [json-pointer:/title/text]"),
        ({"title": None}, "missing required field"),
        ({"submit": None}, "needs a submit button"),
        ({"submit": plain("x" * 25)}, "less than 25"),
        ({"close": plain("x" * 25)}, "less than 25"),
        ({"private_metadata": "x" * 3001}, "less than 3001"),
        ({"callback_id": "x" * 256}, "less than 256"),
        ({"external_id": "x" * 256}, "less than 256"),
        ({"hash": "1"}, "is not a known field"),
        ({"blocks": None}, "must be a list"),
    ],
)
def test_a_bad_view_is_refused_with_the_rule(change, rule):
    found = view_problems({**MODAL, **change})
    assert any(rule in problem for problem in found), found
