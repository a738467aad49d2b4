import pytest

from bot.demo.world import world
from tests.demo.browser import browser as started
from tests.demo.browser import chromium


def pytest_configure(config):
    config.addinivalue_line("markers", "browser: drives the page in a Chromium; skipped where there is none")


def pytest_runtest_setup(item):
    if item.get_closest_marker("browser") and chromium() is None:
        pytest.skip("no Chromium on this machine; on Debian `apt-get install chromium` brings one")


@pytest.fixture
def command(tmp_path, monkeypatch):
    """Run `python -m bot demo …` with this folder for everything temporary."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return ("-W", "error", "-m", "bot", "demo")


@pytest.fixture
async def demo():
    """The demo as `python -m bot demo` keeps it open."""
    async with world() as here:
        await here.start_conn()
        yield here


@pytest.fixture
async def browser(tmp_path):
    """A browser whose console stays free of errors to the end."""
    async with started(tmp_path) as running:
        yield running
        assert running.complaints == []
