"""The page itself, drawn from the catalogue and the marks."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tests.faults.catalogue import HERE, Fault, faults, invariants
from tests.faults.marks import Shown, marked, stated_by_history

PAGE = HERE / "FAULTS.md"

HEAD = """\
# What can go wrong

Each thing that can go wrong, what Conn does then, and the tests that show it. Drawn from `faults.yaml`,
`invariants.yaml` and the tests' own marks by `python -m pytest tests/faults --update-golden`; never edited by hand.
"""

ALWAYS = """\
## What is true all the same

Checked by `tests/history` after every story, or shown by tests of their own.
"""


def page() -> str:
    """Draw the whole page."""
    tests = by_number(marked("fault"))
    groups = faults()
    parts = [HEAD, _counted(groups, tests)]
    parts += [f"## {group}\n\n{_table(found, tests)}" for group, found in groups.items()]
    stated = by_number([*stated_by_history(), *marked("invariant")])
    rows = ((number, sentence, _tests(stated[number])) for number, sentence in invariants().items())
    parts.append(f"{ALWAYS}\n{_rows(('', 'what is true', 'stated by'), rows)}")
    return "\n".join(parts)


def by_number(shown: Iterable[Shown]) -> Mapping[str, list[Shown]]:
    """Sort what is shown by number, each in the order of the files."""
    sorted_out: dict[str, list[Shown]] = defaultdict(list)
    for one in shown:
        sorted_out[one.number].append(one)
    return sorted_out


def _counted(groups: Mapping[str, Sequence[Fault]], tests: Mapping[str, list[Shown]]) -> str:
    every = [fault for found in groups.values() for fault in found]
    still, absent = sum(bool(fault.open) for fault in every), sum(bool(fault.absent) for fault in every)
    shown = len(every) - still - absent
    many = len({(one.file, one.name) for found in tests.values() for one in found})
    return (
        f"{len(every)} faults: {shown} are shown by {many} tests, {absent} strike nothing that Conn has yet, "
        f"{still} are open.\n"
    )


def _table(found: Iterable[Fault], tests: Mapping[str, list[Shown]]) -> str:
    rows = ((fault.number, fault.fault, _does(fault), _tests(tests[fault.number])) for fault in found)
    return _rows(("", "what happens", "what Conn does", "shown by"), rows)


def _does(fault: Fault) -> str:
    if fault.absent:
        return f"*Strikes nothing yet.* {fault.absent}"
    return f"{fault.conn} *Open.* {fault.open}".strip() if fault.open else fault.conn


def _tests(shown: Iterable[Shown]) -> str:
    return "<br>".join(f"[{one.name.removeprefix('test_').replace('_', ' ')}](../{one.file})" for one in shown)


def _rows(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "".join(f"{line}\n" for line in _lines(head, rows))


def _lines(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for row in (head, ["---"] * len(head), *rows):
        yield f"| {' | '.join(row)} |"
