"""Ways in which an author could break a shipped model, each with the line that has to be named."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from bot.policy.fields import Field, Part, parts, terms_in
from bot.policy.tree import CoreLoader

DURATION = re.compile(r"\d+(s|m|h|d|w|bd|bh)")
PARTS = {part.type: part for part in parts()}


@dataclass(frozen=True)
class Mutation:
    """A broken text, what was done to it, and in which line of it an error must stand."""

    kind: str
    what: str
    text: str
    line: int


@dataclass(frozen=True)
class Place:
    """A key of a model with its value, the part it belongs to, and the line in which that part begins."""

    part: Part
    field: Field
    key: yaml.ScalarNode
    value: yaml.Node
    begins: int
    in_flow: bool

    @property
    def is_scalar(self):
        """Whether the value is one word or text in the same line."""
        return isinstance(self.value, yaml.ScalarNode) and self.value.start_mark.line == self.key.start_mark.line

    @property
    def line(self):
        """The line of the key, from 1."""
        return self.key.start_mark.line + 1


def mutations(text: str, seed: int) -> Iterator[Mutation]:
    """Break a model by turns in each of the ways there are, in an order that is always the same."""
    places = list(_places(yaml.compose(text, Loader=CoreLoader)))
    streams = [
        list(way(text, places))
        for way in (deleted, mistyped, misspelt_key, misspelt_name, bad_duration, doubled, looped)
    ]
    for stream in streams:
        random.Random(seed).shuffle(stream)  # noqa: S311 - the same every time
    while any(streams):
        yield from (stream.pop() for stream in streams if stream)


def deleted(text, places):
    """Leave out what a part cannot do without."""
    for place in places:
        if place.field.default == "required" and place.is_scalar:
            end = place.value.end_mark.index
            after = re.match(r",\s*", text[end:]) if place.in_flow else None
            begin = place.key.start_mark.index
            before = re.search(r",\s*$", text[:begin]) if place.in_flow and not after else None
            begin, end = (before.start() if before else begin), (end + after.end() if after else end)
            yield _edited(text, begin, end, "", "deleted", f"no {place.field.name} in {place.part.name}", place.begins)


def mistyped(text, places):
    """Write a mapping where one word belongs."""
    for place in places:
        if place.is_scalar:
            yield _replaced(text, place, "{no: such}", "mistyped", f"{place.part.name}.{place.field.name}")


def misspelt_key(text, places):
    """Misspell what a part is given."""
    for place in places:
        key, name = place.key, place.field.name
        wrong = f"{name}{name[-1]}"
        yield _edited(text, key.start_mark.index, key.end_mark.index, wrong, "misspelt key", wrong, place.line)


def misspelt_name(text, places):
    """Misspell the name of something defined elsewhere."""
    for place in places:
        if "name of a" in place.field.type or "somebody" in place.field.type:
            for node in _scalars(place.value):
                if re.fullmatch(r"[a-z0-9_]{3,}", node.value) and node.value not in ("declarer", "starter"):
                    begin, end = node.start_mark.index, node.end_mark.index
                    wrong = f"{node.value}zz"
                    yield _edited(text, begin, end, wrong, "misspelt name", wrong, node.start_mark.line + 1)


def bad_duration(text, places):
    """Count in a unit that nobody knows."""
    for place in places:
        if "duration" in place.field.type and place.is_scalar and DURATION.fullmatch(place.value.value):
            yield _replaced(text, place, "5 fortnights", "bad duration", f"{place.part.name}.{place.field.name}")


def doubled(text, places):
    """Say the same thing twice."""
    for place in places:
        if place.is_scalar and place.value.style != "|":
            end = place.value.end_mark.index
            again = text[place.key.start_mark.index : end]
            column = " " * place.key.start_mark.column
            added = f", {again}" if place.in_flow else f"\n{column}{again}"
            line = place.value.end_mark.line + (1 if place.in_flow else 2)
            yield _edited(text, end, end, added, "duplicate", f"{place.field.name} twice", line)


def looped(text, places):
    """Let a tier lead to itself, or a route come back."""
    names = {}
    for place in places:
        if (
            place.field.name == "who"
            and place.part.name in ("Tier", "Team")
            and place.value.start_mark.line + 1 == place.line
        ):
            owner = _owner(text, place)
            yield _replaced(text, place, f"[{owner}]", "loop", f"{owner} leads to itself")
        if place.part.name == "Route" and place.field.name == "owner":
            names[place.begins] = place.value.value
        if place.part.name == "Route" and place.field.name == "then":
            yield _replaced(text, place, f"[[{names[place.begins]}]]", "loop", f"back to {names[place.begins]}")


WAYS = (deleted, mistyped, misspelt_key, misspelt_name, bad_duration, doubled, looped)


def _owner(text, place):
    line = text.splitlines()[place.begins - 1]
    return re.match(r"\s*([\w]+):", line)[1]


def _replaced(text, place, new, kind, what):
    begin, end = place.value.start_mark.index, place.value.end_mark.index
    return _edited(text, begin, end, new, kind, what, place.value.start_mark.line + 1)


def _edited(text, begin, end, new, kind, what, line):  # noqa: PLR0917 - as a pencil needs it
    return Mutation(kind, what, text[:begin] + new + text[end:], line)


def _scalars(node):
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for inner in node.value:
            yield from _scalars(inner)


def _places(root: yaml.MappingNode) -> Iterator[Place]:
    yield from _of_part(root, parts()[0], 1, set())


def _of_part(node, part, begins, seen):
    if id(node) in seen or not isinstance(node, yaml.MappingNode):
        return
    seen.add(id(node))
    fields = {field.name: field for field in part.fields}
    for key, value in node.value:
        if key.value not in fields:
            continue
        field = fields[key.value]
        if id(value) not in seen:
            yield Place(part, field, key, value, begins, bool(node.flow_style))
        for kind in terms_in(field.kind):
            yield from _inside(value, PARTS[kind], " by " in field.type, key.start_mark.line + 1, seen)


def _inside(value, part, by_name, begins, seen):
    if isinstance(value, yaml.SequenceNode):
        for one in value.value:
            yield from _inside(one, part, by_name=False, begins=one.start_mark.line + 1, seen=seen)
    elif by_name and isinstance(value, yaml.MappingNode):
        for key, one in value.value:
            yield from _of_part(one, part, key.start_mark.line + 1, seen)
    else:
        yield from _of_part(value, part, begins, seen)
