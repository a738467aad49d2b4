"""The reference page of the support model: every key, made from the types and the shipped models."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.policy.fields import Field, Part, parts, terms_in
from bot.policy.tree import CoreDumper, read_tree

_LONGEST = 60
_HEAD = """\
# The support model, key by key

Made from the code by `python -m bot policy reference`; a test keeps it so. Times are written `30s 5m 1h30m 2h 3d 1w 4bh
(business hours) 1bd (business day) end_of_shift end_of_day`. Somebody is written `tier2` (a tier or team),
`ana@example.com` or `U024BE7LH` (a person), `@oncall` (a Slack group), `role:comms`, `declarer`, `rotation:primary` or
`pagerduty:PABC123` (a schedule). A time limit can be written as one duration. A place that is still open is written
`{{TBD: what belongs there}}` or `{{TBD(owner): …}}`. A file can build on another with `extends: ./other.yaml`.

"Seen in" names the shipped models that use a key, and shows how the first of them does.
"""


@dataclass
class Usage:
    """Which models use a key, and the first value it has."""

    models: list[str] = field(default_factory=list)
    example: Any = None


def reference(models: Iterable[Path]) -> str:
    """Write the page; the models show how each key is used."""
    used = _used(models)
    return "\n".join([_HEAD, *(_section(part, used) for part in parts())])


def _section(part: Part, used: Mapping[tuple[type, str], Usage]) -> str:
    rows = [_row(one, used.get((part.type, one.name), Usage())) for one in part.fields]
    head = ["| key | type | default | meaning | seen in |", "|---|---|---|---|---|"]
    return "\n".join([f"## {part.name}", "", part.meaning, "", *head, *rows, ""])


def _row(one: Field, usage: Usage) -> str:
    seen = f"{', '.join(usage.models)}: `{_short(usage.example)}`" if usage.models else ""
    cells = (f"`{one.name}`", one.type, one.default, one.meaning, seen)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _short(value: Any) -> str:  # noqa: ANN401 - whatever a model says
    text = yaml.dump(
        value, Dumper=CoreDumper, default_flow_style=True, sort_keys=False, allow_unicode=True, width=10_000
    )
    text = " ".join(text.removesuffix("\n...\n").split()).replace("`", "'")
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _used(models: Iterable[Path]) -> dict[tuple[type, str], Usage]:
    used: dict[tuple[type, str], Usage] = {}
    whole = parts()[0]
    known = {part.type: part for part in parts()}
    for file in models:
        _see(whole, read_tree(file.read_text(encoding="utf-8"), file.name).data, file.stem, known, used)
    return used


def _see(
    part: Part,
    value: Any,  # noqa: ANN401 - whatever a model says
    model: str,
    known: Mapping[type, Part],
    used: dict[tuple[type, str], Usage],
) -> None:
    if isinstance(value, list):
        for one in value:
            _see(part, one, model, known, used)
        return
    if not isinstance(value, dict):
        return
    keys = {one.name: one for one in part.fields}
    for name, inner in value.items():
        if name in keys and inner is not None:  # taken back, from a file it builds on
            usage = used.setdefault((part.type, name), Usage(example=inner))
            if model not in usage.models:
                usage.models.append(model)
            for kind in terms_in(keys[name].kind):
                for one in inner.values() if _is_by_name(keys[name], inner) else [inner]:
                    _see(known[kind], one, model, known, used)


def _is_by_name(one: Field, value: object) -> bool:
    return isinstance(value, dict) and " by " in one.type
