"""What the tests of rendering share: a way to renew the golden files."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def golden(request) -> Callable[[str, object], None]:
    """Compare what is drawn with the file of that name."""
    update = request.config.getoption("--update-golden", default=False)

    def compare(name: str, drawn: object) -> None:
        file = GOLDEN / f"{name}.json"
        words = json.dumps(drawn, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
        if update:
            file.write_text(words, encoding="utf-8")
        assert json.loads(words) == json.loads(file.read_text(encoding="utf-8"))

    return compare
