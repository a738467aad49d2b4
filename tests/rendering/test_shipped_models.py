"""Every shipped support model can be drawn, at every severity, within Slack's limits."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.consequences import foresee
from bot.domain.people import Directory
from bot.policy.loader import load
from bot.rendering.blocks import problems, view_problems
from bot.rendering.consequences import preview
from bot.rendering.forms import DeclareFields, declare_form, update_form
from bot.rendering.text import TEXT_LIMIT, size
from bot.rendering.topic import topic
from bot.sandbox.blocks import view_problems as view_refused_by_slack
from tests.rendering.cases import ANA, BRIDGE, DECLARED, NIGHT, OPENED, PAGED, PROMISED, incident
from tests.rendering.surroundings import everything, everything_asked

MODELS = sorted(Path("manifests/policies").glob("*.yaml"))


@pytest.fixture(params=MODELS, ids=lambda file: file.stem)
def model(request):
    return load(request.param)


def test_every_message_is_drawn_at_every_severity(model):
    known = {model.severities[name].id: model.severities[name].path for name in model.severities}
    cases_severity = dict.fromkeys(("P1", "P3"), next(iter(model.severities.values())))
    drawable = replace(model, severities={**cases_severity, **model.severities})
    for severity, path in known.items():
        running = incident(PAGED, OPENED, PROMISED, declared=replace(DECLARED, severity=severity, path=path))
        for name, drawn in everything(running, drawable):
            assert problems(drawn.blocks) == [], name
            assert size(drawn.text) <= TEXT_LIMIT, name
        assert BRIDGE in topic(running, model)


def test_everything_that_can_be_asked_is_answered(model):
    for name, drawn in everything_asked(model, "login", "deploy", "no such thing"):
        assert problems(drawn.blocks) == [], name
        assert size(drawn.text) < TEXT_LIMIT, name
        assert drawn.text, name


def test_every_form_says_what_each_severity_does(model):
    for severity in model.severities.values():
        foreseen = foresee(severity, model, Directory(), by=ANA, private=None, at=NIGHT)
        words = preview(foreseen, model)
        view = declare_form(model, words, DeclareFields(severity=severity.id))
        assert view_problems(view) == []
        assert view_refused_by_slack(view) == []
        running = incident(PAGED, declared=replace(DECLARED, severity=severity.id, path=severity.path))
        assert view_problems(update_form(running, model)) == []
