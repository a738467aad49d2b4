"""Whatever way an author breaks one of the five models, it is refused, and the line is named."""

from itertools import islice
from pathlib import Path

import pytest

from bot.policy.errors import PolicyErrors
from bot.policy.loader import load_text
from tests.policy.mutations import mutations

MODELS = Path(__file__).parents[2] / "manifests" / "policies"
EACH = 40

BROKEN = [
    pytest.param(mutation, id=f"{name}:{mutation.line} {mutation.kind}: {mutation.what}")
    for seed, name in enumerate(("evospin", "signx", "nwire", "skillancer", "tai"))
    for mutation in islice(mutations((MODELS / f"{name}.yaml").read_text(encoding="utf-8"), seed), EACH)
]


@pytest.mark.parametrize("mutation", BROKEN)
def test_a_broken_model_is_refused_with_the_line_that_broke_it(mutation):
    with pytest.raises(PolicyErrors) as refused:
        load_text(mutation.text, "broken.yaml")
    assert mutation.line in {error.mark.line for error in refused.value.errors}, str(refused.value)


def test_there_are_two_hundred_ways_of_seven_kinds():
    found = [param.values[0] for param in BROKEN]
    assert len({mutation.text for mutation in found}) == 200
    assert {mutation.kind for mutation in found} == {
        "deleted",
        "mistyped",
        "misspelt key",
        "misspelt name",
        "bad duration",
        "duplicate",
        "loop",
    }
