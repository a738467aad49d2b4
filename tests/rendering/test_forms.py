"""Forms: their fields word for word, and what comes back from them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.ids import IncidentId
from bot.domain.policy import Audience, Tag
from bot.rendering.blocks import view_problems
from bot.rendering.buttons import ButtonValue
from bot.rendering.facts_form import tick_fields
from bot.rendering.forms import (
    DeclareFields,
    UpdateFields,
    declare_form,
    errors,
    read_declare,
    read_update,
    update_form,
)
from tests.rendering.cases import ANA, BRIDGE, OPENED, PAGED, POLICY, PROMISED, incident, policy


def fields(view):
    return [block["label"]["text"] for block in view["blocks"] if block["type"] == "input"]


def state(**values):
    return {"values": {block: {"any": value} for block, value in values.items()}}


def picked(value):
    return {"selected_option": {"value": value}}


def test_the_declare_form_asks_in_the_order_of_use():
    assert fields(declare_form(POLICY, "")) == [
        "Title",
        "Severity",
        "Summary",
        "Incident commander",
        "Category",
        "Area",
        "Ticket",
        "Customers affected",
        "Bridge",
        "Private",
    ]


def test_a_model_without_categories_and_areas_is_not_asked_for_them():
    assert not {"Category", "Area"} & set(fields(declare_form(policy(areas={}, routes={}), "")))


def test_choosing_a_severity_is_told_at_once_and_what_was_entered_survives():
    before, after = declare_form(POLICY, "one"), declare_form(POLICY, "two")
    assert [block.get("block_id") for block in before["blocks"]] == [block.get("block_id") for block in after["blocks"]]
    severity = next(block for block in before["blocks"] if block.get("block_id") == "severity")
    assert severity["dispatch_action"] is True


def test_what_was_entered_comes_back_as_plain_values():
    given = DeclareFields(
        title="Down", severity="P1", summary="s", commander=ANA, category="login", area="api", ticket="T", customers="c"
    )
    view = {
        "state": state(
            title={"value": " Down "},
            severity=picked("P1"),
            summary={"value": "s"},
            commander={"selected_user": ANA},
            category=picked("login"),
            area=picked("api"),
            ticket={"value": "T"},
            customers={"value": "c"},
            bridge={"value": None},
            private={"selected_options": [{"value": "private"}]},
        )
    }
    assert read_declare(view) == DeclareFields(**{**vars(given), "private": True})


def test_what_is_too_long_for_a_box_to_tick_goes_on_below_it():
    question = "Reproducible bug with customer impact, degraded performance, wrong data, or a regression of the week"
    [field] = tick_fields(replace(POLICY, tags={Tag("bug"): question}), ())
    [shown] = field["element"]["options"]
    assert f"{shown['text']['text']} {shown['description']['text']}" == question


@pytest.mark.parametrize("view", [{}, {"state": None}, {"state": {"values": {"title": []}}}, {"state": {"values": 3}}])
def test_a_half_filled_or_broken_form_reads_as_empty(view):
    assert read_declare(view) == DeclareFields()


def test_a_prefilled_form_holds_what_was_typed():
    view = declare_form(
        POLICY, "", DeclareFields(title="Down", severity="p1", commander=ANA, bridge=BRIDGE, private=True)
    )
    assert view_problems(view) == []
    elements = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert elements["title"]["initial_value"] == "Down"
    assert elements["severity"]["initial_option"]["value"] == "P1"
    assert elements["commander"]["initial_user"] == ANA
    assert elements["private"]["initial_options"][0]["value"] == "private"


def test_the_update_form_ticks_what_is_due_and_starts_from_the_last_text():
    view = update_form(incident(PAGED, OPENED, PROMISED), POLICY, due=(Audience.STATUS_PAGE,), last="As before")
    assert fields(view) == ["What changed", "Next update in", "Audiences"]
    ticked = view["blocks"][2]["element"]["initial_options"]
    assert [one["text"]["text"] for one in ticked] == ["Status page"]
    assert view["blocks"][0]["element"]["initial_value"] == "As before"


@pytest.mark.parametrize(("minutes", "next_in"), [("as_promised", None), ("", None), ("20", timedelta(minutes=20))])
def test_an_update_comes_back_with_its_audiences_and_next_time(minutes, next_in):
    view = {
        "private_metadata": "7",
        "state": state(
            text={"value": "Rolled back"},
            next_in=picked(minutes),
            audiences={"selected_options": [{"value": "internal"}, {"value": "status_page"}]},
        ),
    }
    assert read_update(view) == UpdateFields(
        incident=IncidentId(7),
        text="Rolled back",
        audiences=(Audience.INTERNAL, Audience.STATUS_PAGE),
        next_in=next_in,
    )


@pytest.mark.parametrize(
    "view",
    [
        {"private_metadata": "", "state": state()},
        {"private_metadata": "-1", "state": state()},
        {"private_metadata": "1", "state": state(next_in=picked("99999999999"))},
        {"private_metadata": "1", "state": state(audiences={"selected_options": [{"value": "everybody"}]})},
    ],
)
def test_a_tampered_update_form_is_refused(view):
    with pytest.raises(ValueError, match=r"."):
        read_update(view)


def test_an_error_stands_under_its_field_and_never_gets_lost():
    view = declare_form(POLICY, "")
    assert errors(view, {"Bridge": "no https", "Nowhere": "what?"}) == {"bridge": "no https", "title": "what?"}


@pytest.mark.parametrize(
    "value", [ButtonValue(incident=IncidentId(12)), ButtonValue(incident=IncidentId(1), guard="internal/3")]
)
def test_a_buttons_value_reads_back(value):
    assert ButtonValue.read(value.write()) == value


@pytest.mark.parametrize("text", ["", "0", "x", "1:", "1:a b", "1:<@U1>", "1\n", "-4", "9" * 30, "1:" + "a" * 200])
def test_a_tampered_buttons_value_is_refused(text):
    with pytest.raises(ValueError, match="not the value of a button"):
        ButtonValue.read(text)
