# ruff: noqa: E501 - each mistake and what is said of it stand in one line
import json

import pytest

from bot.policy.errors import PolicyErrors
from bot.policy.filling import fill
from bot.policy.loader import load, load_text
from tests.policy.models import BASE, harbour


def errors_of(old, new):
    with pytest.raises(PolicyErrors) as caught:
        harbour((old, new))
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("tiers:\n", "teirs: {}\ntiers:\n", "6:1: teirs: unknown key `teirs`, did you mean `tiers`?"),
        ("name: First", "name: First\n    nam: F", "9:5: tiers.tier1.nam: unknown key `nam`, did you mean `name`?"),
        (
            "page: [tier1]",
            "page: [teir1]",
            "20:16: paths.climb.steps.0.page.0: unknown tier `teir1`, did you mean `tier1`?",
        ),
        (
            "closed, path: climb",
            "closed, path: clmb",
            "3:82: severities.P0.path: unknown path `clmb`, did you mean `climb`?",
        ),
        (
            "rotation:primary",
            "rotation:primari",
            "9:11: tiers.tier1.who.0: unknown rotation `primari`, did you mean `primary`?",
        ),
        ("hours: office", "hours: ofice", "10:12: tiers.tier1.hours: unknown hours `ofice`, did you mean `office`?"),
        (
            "holidays: portugal",
            "holidays: portgal",
            "33:15: hours.office.holidays: unknown holidays `portgal`, did you mean `portugal`?",
        ),
        (
            "severities: [P0]",
            "severities: [P9]",
            "21:58: paths.climb.steps.1.wait.0.severities.0: unknown severity `P9`; expected one of P0, P1, P2",
        ),
        (
            "hours: [business]",
            "hours: [busines]",
            "11:38: tiers.tier1.response.0.hours.0: unknown word `busines`, did you mean `business`?",
        ),
        ("within: 5m", "within: 5 minutes", "21:41: paths.climb.steps.1.wait.0.within: `5 minutes` is no duration"),
        ("response: 1h", "response: 1x", "15:15: tiers.tier2.response: `1x` is no duration"),
        (
            "zone: Europe/Lisbon",
            "zone: Europe/Lisboa",
            "27:11: rotations.primary.zone: 'Europe/Lisboa' is no time zone: expected an IANA name such as Europe/Lisbon",
        ),
        ('at: "09:00"', 'at: "9 o\'clock"', '26:29: rotations.primary.handoff.at: "9 o\'clock" is no time of day'),
        ('anchor: "2026-01-05"', "anchor: monday", "28:13: rotations.primary.anchor: 'monday' is no date"),
        ('"12-25"', '"25-12"', "35:27: holidays.portugal.every_year.0: '25-12' is no day of the year"),
        ("definition: A crane is slow", "announce: []", "5:3: severities.P2.definition: `definition` is missing"),
        (
            "name: Medium",
            "name: 404",
            "5:14: severities.P2.name: expected text; put it in quotes if it looks like a number, not `404`",
        ),
        ("name: Medium", 'name: "{{TBD: a name}}"', "5:14: severities.P2.name: this place can't stay open (`a name`)"),
        ("P2: {", "P2: {bridge: yes, ", "5:16: severities.P2.bridge: expected true or false, not `yes`"),
        ("P2: {", "P2: {rank: 3, ", "5:8: severities.P2.rank: `rank` comes from the key and its place; leave it out"),
        ("aliases: [SEV1]", "aliases: SEV1", "3:33: severities.P0.aliases: expected a list, not `SEV1`"),
        (
            "    name: Second",
            "    name: Second\n    name: Twice",
            "14:5: tiers.tier2.name: duplicate key `name`, first at line 13",
        ),
        ("aliases: [SEV1]", "aliases: [HIGH]", "4:7: severities.P1: `high` already means severity P0"),
        ("      - page: [tier3]\n", "      - page: []\n", "22:9: paths.climb.steps.2: this step pages nobody"),
        ("chloe@example.com", "chloe at example", "14:11: tiers.tier2.who.0: 'chloe at example' names nobody"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_each_mistake_is_named_with_its_line_its_column_and_what_was_meant(old, new, expected):
    found = errors_of(old, new)
    assert len(found) == 1
    assert found[0].startswith(f"harbour.yaml:{expected}")


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file():
    changed = (
        BASE.replace("path: climb}", "path: clmb}", 1).replace("1h\n", "soon\n").replace("zone: Eur", "zon: Eur", 1)
    )
    with pytest.raises(PolicyErrors) as caught:
        load_text(changed, "harbour.yaml")
    assert [error.mark.line for error in caught.value.errors] == [3, 15, 24, 27]


def test_a_loop_of_tiers_is_refused():
    found = errors_of(
        'who: ["{{TBD(yard): contact}}", "pagerduty:PYARD"]', "who: [tier4]}\n  tier4: {name: Fourth, who: [tier3]"
    )
    assert [line.partition(" a loop: ")[2] for line in found] == ["tier3 -> tier4 -> tier3", "tier4 -> tier3 -> tier4"]


@pytest.mark.parametrize(
    ("addition", "expected"),
    [
        (
            "clocks: [{audience: internal, first: 5m, every: 30m, maximum: 15m, rule: r}]",
            "30m is longer than its maximum 15m",
        ),
        ("clocks: [{audience: internal, first: 5m, every: 0m, rule: r}]", "would never stop"),
        ("targets: {ack: [{within: 2h, maximum: 1h}]}", "2h is longer than its maximum 1h"),
        ("room: {kind: thread}", "a thread needs the `channel` it is opened in"),
        ("clocks: [{audience: internl, first: 5m, rule: r}]", "unknown word `internl`, did you mean `internal`?"),
        ("clocks: [{audience: internal, first: 5m, owner: captain, rule: r}]", "unknown word `captain`"),
        ("announce: [incidents]", "unknown channel `incidents`; the model defines none"),
        ('mention: ["role:captain"]', "unknown role `captain`"),
    ],
)
def test_a_severity_that_contradicts_itself_is_refused(addition, expected):
    (found,) = errors_of("P2: {", "P2: {" + addition + ", ")
    assert expected in found


@pytest.mark.parametrize(
    ("addition", "expected"),
    [
        ('incident: {channel_name: "inc-{slug}"}', "a channel's name needs {number}"),
        ('incident: {channel_name: "inc-{number}-{title}"}', "built from {number}, {slug} and {severity} only"),
        ('incident: {channel_name: "inc-{number:9999999}"}', "built from {number}, {slug} and {severity} only"),
        (
            'incident: {channel_name: "inc-{number}-{slug.__class__}"}',
            "built from {number}, {slug} and {severity} only",
        ),
        ("incident: {bridge: http://meet.example.com}", "expected a URL that starts with https://"),
        ('incident: {bridge: "https://ana:secret@meet.example.com"}', "expected a URL that starts with https://"),
        ('incident: {bridge: "https://169.254.169.254/latest"}', "leads others there too"),
        ("templates: {t: {kind: reply, body: '{% if %}'}}", "line 1 of this template"),
        ("teams: {tier1: {name: Again}}", "`tier1` is already the name of a tier"),
        ("audiences: {external: {template: none_such}}", "unknown template `none_such`"),
        (
            "audiences: {executives: {significant_only: true}}",
            "nobody hears it: name people in `to`, or a Slack channel",
        ),
        ("extends: ./other.yaml", "a text that is stored stands alone"),
        ("asks: {accept_within: 1bd}", "1bd is no time for an ask"),
        ("asks: {length: 2d}", "2d is no time for an ask"),
        ("paths2: {}", "unknown key `paths2`, did you mean `paths`?"),
    ],
)
def test_a_part_that_cannot_be_is_refused(addition, expected):
    with pytest.raises(PolicyErrors, match=r"harbour.yaml:36:\d+: ") as caught:
        load_text(BASE + addition + "\n", "harbour.yaml")
    assert expected in str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1:1: expected a mapping"),
        ("- a list", "1:1: expected a mapping"),
        ("name: [unclosed", "this is not YAML"),
        ("name: x\nloop: &loop [*loop]", "loop.0: an alias that contains itself"),
        ("name: !!python/object:os.system x", "has no meaning here"),
        ("name: x", "1:1: severities: `severities` is missing: every model has it"),
        ("name: x\nseverities: {}", "a model needs at least one severity"),
        ("severities: text\nname: x", "1:13: severities: expected a mapping"),
    ],
)
def test_a_text_that_is_no_model_is_refused_kindly(text, expected):
    with pytest.raises(PolicyErrors) as caught:
        load_text(text, "x.yaml")
    assert expected in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "    steps:\n",
            "    steps:\n      - page: [empty]\n",
            "20:16: paths.climb.steps.0.page.0: `empty` never leads to anybody",
        ),
        (
            "closed, path: climb",
            "closed, path: day",
            "3:82: severities.P0.path: nobody on `day` answers on Monday 00:00 Europe/Lisbon (after_hours)",
        ),
        (
            "closed, path: climb",
            "closed, path: climb, targets: {ack: [{within: 3h, hours: [weekend]}]}",
            "3:105: severities.P0.targets.ack.0: 3h to acknowledge, but `climb` calls the next step after 2h",
        ),
        (
            "{within: 2h}]",
            "{within: 2h}, {within: 1h, hours: [weekend]}]",
            "11:64: tiers.tier1.response.2: this limit is never reached",
        ),
        (
            'closes: "18:00"}',
            'closes: "18:00"}, {days: [fri], opens: "17:30", closes: "20:00"}',
            "33:80: hours.office.open.1: these hours overlap",
        ),
        ('"12-25"', '"02-30"', "36:27: holidays.portugal.every_year.0: '02-30' is no day of the year"),
        ("dates: [", "country: PX, dates: [", "36:46: holidays.portugal.country: 'PX' is no country"),
        ("dates: [", "country: GB-XX, dates: [", "36:46: holidays.portugal.country: 'GB-XX' is no part of GB"),
    ],
    ids=lambda value: str(value)[-40:],
)
def test_what_would_leave_people_without_help_is_refused(old, new, expected):
    day = "  day: {steps: [{page: [office]}]}\n"
    teams = (
        "teams:\n"
        "  office: {name: Office, who: [ana@example.com], hours: office, answers: [business]}\n"
        "  empty: {name: Empty}\n"
    )
    text = BASE.replace(old, new, 1).replace("rotations:\n", day + "rotations:\n", 1) + teams
    with pytest.raises(PolicyErrors) as caught:
        load_text(text, "harbour.yaml")
    (found,) = str(caught.value).splitlines()
    assert found.startswith(f"harbour.yaml:{expected}")


@pytest.mark.parametrize(
    ("addition", "expected"),
    [
        (
            "routes: {r: {name: R, category: C, owner: tier1, then: [[tier2], [tier1]]}}",
            "a loop: tier1 -> tier2 -> tier1",
        ),
        ("triggers: [{when: [{repeats: 2}], rule: r}]", "this rule does nothing"),
        ("triggers: [{when: [], rule: r, page: [tier1]}]", "this rule has no condition"),
        ("authority: {a: {name: A, allowed: [tier1], denied: [tier1]}}", "`tier1` is allowed and denied at once"),
        ("authority: {a: {name: A}}", "nobody may do this"),
        ("phases: {a: {name: A, starts: 10m, ends: 5m}}", "5m is before its start at 10m"),
        (
            (
                "phases: {a: {name: A, starts: 0m, decision: {ask: Found?, opens: 1m, closes: 2m, choices: "
                "[{when: Yes, do: Fix it, next_phase: b}]}}, b: {name: B, starts: 5m}}"
            ),
            "`b` has no `statuses`, so no answer can lead to it",
        ),
        (
            "reviews: {a: {name: A, every: weekly, place: last, day: fri}}",
            "there is no last of the month in what comes",
        ),
        ("reviews: {a: {name: A, every: monthly, place: last}}", "needs the `day` of the week"),
        ("change_control: {free_during: [weekly]}", "unknown review `weekly`; the model defines none"),
        ("templates: {t: {kind: reply, body: 'Hi {{ nam }}'}}", "`{{ nam }}` is not among its `fields`"),
        (
            "templates: {t: {kind: reply, body: Hi, fields: [{name: a, label: A}]}}",
            "`a` is asked for, but stands nowhere in it",
        ),
    ],
)
def test_a_rule_that_cannot_work_is_refused(addition, expected):
    with pytest.raises(PolicyErrors, match=r"harbour.yaml:36:\d+: ") as caught:
        load_text(BASE + addition + "\n", "harbour.yaml")
    assert expected in str(caught.value)


def test_aliases_that_multiply_without_end_are_refused():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    with pytest.raises(PolicyErrors, match="more parts than any model has"):
        load_text("\n".join(lines), "bomb.yaml")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(PolicyErrors, match="this file can't be read"):
        load(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{% for n in range(100000) %}{% for m in range(100000) %}x{% endfor %}{% endfor %}", "blanks, conditions"),
        ("{{ 'x' * 1000000000 }}", "blanks, conditions"),
        ("{{ a|center(1000000000) }}", "`center` is no filter that a text may use"),
        ("{{ a.__class__.__mro__ }}", "blanks, conditions"),
        ("{{ a['__class__'] }}", "blanks, conditions"),
        ("{{ a() }}", "blanks, conditions"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "blanks, conditions"),
        ("{% include '/etc/passwd' %}", "blanks, conditions"),
        ("{{ self }}", "`self` is no name for a blank"),
        ("{% if a > 'b' %}x{% endif %}", "`gt` compares what is no text"),
        ("{% if a in 5 %}x{% endif %}", "expected text in quotes"),
        ("{{ a|upper(1) }}", "`upper` is no filter that a text may use so"),
        ("{% if a %}" * 500 + "{% endif %}" * 500, "parts within parts without end"),
        ("{{ " + "(" * 3000 + "a" + ")" * 3000 + " }}", "parts within parts without end"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_text_that_could_loop_or_grow_or_read_more_than_its_blanks_is_refused(body, expected):
    text = f"{BASE}templates: {{t: {{kind: reply, body: {json.dumps(body)}, fields: [{{name: a, label: A}}]}}}}\n"
    with pytest.raises(PolicyErrors) as caught:
        load_text(text, "harbour.yaml")
    assert expected in str(caught.value)


def test_a_text_that_was_in_force_before_it_was_refused_is_shown_as_it_is():
    endless = "{% for n in range(100000) %}{% for m in range(100000) %}x{% endfor %}{% endfor %}"
    assert fill(endless, {"a": "x"}) == endless


def test_blanks_conditions_and_a_few_filters_are_what_a_text_may_use():
    text = "{{ a|upper }}{% if b and a != 'x' %}, {{ b }}{% else %}, {{ c|default('nobody', true) }}{% endif %}"
    assert fill(text, {"a": "ana", "b": "ben", "c": ""}) == "ANA, ben"
    assert fill(text, {"a": "ana", "b": "", "c": ""}) == "ANA, nobody"
