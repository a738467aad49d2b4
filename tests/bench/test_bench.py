"""Every benchmark runs and gives its lines; what they say is for `python -m tests.bench` on a quiet machine."""

import pytest

from tests.bench.__main__ import (
    PARTS,
    answering,
    declaring,
    draining,
    lateness,
    loading,
    on_duty,
    pricing,
    reading,
    remembering,
    resetting,
    soaking,
    starting,
    storming,
    throughput,
)

SMALL = {
    "declare": lambda: declaring(2),
    "ack": lambda: answering(3),
    "storm": lambda: storming(2),
    "throughput": lambda: throughput(0.2, (2, 4)),
    "start": lambda: starting(1),
    "reset": lambda: resetting(1, 0),
    "lateness": lambda: lateness(3, 0.5, (1,)),
    "drain": lambda: draining(3, ()),
    "price": lambda: pricing((1, 2), 2),
    "memory": lambda: remembering(2),
    "reading": lambda: reading(10, 2, 2),
    "soak": lambda: soaking(1 / 12, 3, stops=False),
    "load": lambda: loading(1),
    "duty": lambda: on_duty(2),
}


QUICK = ("declare", "reading", "soak", "load", "duty")
"""What takes seconds; the others run when they are asked for."""


@pytest.mark.slow
@pytest.mark.parametrize(
    "part", [part if part in QUICK else pytest.param(part, marks=pytest.mark.long) for part in PARTS]
)
async def test_a_benchmark_measures_something(part):
    figures = await SMALL[part]()
    assert figures
    assert all(figure.measured >= 0 or figure.unit == "ms" for figure in figures)


@pytest.mark.long
async def test_a_month_of_a_thousand_incidents_leaves_everything_in_order():
    figures = await soaking()
    assert [figure.name for figure in figures if not figure.met] == []
