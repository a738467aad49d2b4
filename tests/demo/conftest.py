import pytest

from tests.demo.browser import chromium


def pytest_configure(config):
    config.addinivalue_line("markers", "browser: drives the page in a Chromium; skipped where there is none")


def pytest_runtest_setup(item):
    if item.get_closest_marker("browser") and chromium() is None:
        pytest.skip("no Chromium on this machine")


@pytest.fixture
def command(tmp_path, monkeypatch):
    """Run `python -m bot demo …` with this folder for everything temporary."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return ("-W", "error", "-m", "bot", "demo")
