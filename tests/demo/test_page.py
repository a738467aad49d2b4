import re

import aiohttp
import pytest

from bot.demo.world import world
from bot.sandbox.actions import VERBS
from bot.sandbox.page import FOLDER, KINDS
from tests.demo.browser import tab

FILES = sorted(file for file in FOLDER.iterdir() if file.suffix in KINDS)


@pytest.fixture
async def demo():
    """The demo as `python -m bot demo` keeps it open."""
    async with world() as here:
        await here.start_conn()
        yield here


async def test_the_page_and_all_its_parts_come_from_the_sandbox(demo):
    async with aiohttp.ClientSession(demo.address) as session:
        for file in FILES:
            path = "/" if file.name == "index.html" else f"/page/{file.name}"
            async with session.get(path) as answer:
                assert answer.status == 200
                assert answer.content_type == KINDS[file.suffix]
                assert await answer.text() == file.read_text()
                assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")


def test_the_page_names_no_other_host():
    named = {file.name: re.findall(r"https?://[\w.]+", file.read_text()) for file in FILES}
    assert {name: urls for name, urls in named.items() if urls} == {"icon.svg": ["http://www.w3.org"]}  # a namespace


def test_what_people_write_never_becomes_html():
    dangerous = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\("
    assert [file.name for file in FILES if re.search(dangerous, file.read_text())] == []


def test_everything_the_page_asks_people_to_do_can_be_done():
    script = "".join(file.read_text() for file in FILES if file.suffix == ".js")
    asked = set(re.findall(r'(?:doing\(|verb: )"(\w+)"', script))
    assert {"command", "says", "press", "submit", "close"} <= asked <= set(VERBS)


async def test_skipping_time_brings_what_is_due(demo):
    fay = demo.sandbox.person("fay")
    await fay.command("/incident", "declare P1 Checkout is down", "support")
    await demo.quiet()
    async with aiohttp.ClientSession(demo.address) as session:
        async with session.get("/demo/clock") as answer:
            before = (await answer.json())["now"]
        async with session.post("/demo/skip", json={"minutes": 15}) as answer:
            assert 900 <= (await answer.json())["now"] - before < 960
    assert any("internal update" in message.text for message in fay.sees("inc-1-checkout-is-down"))


@pytest.mark.parametrize("minutes", [-1, "5", None, 100_000])
async def test_nonsense_skips_nothing_and_says_what_would(demo, minutes):
    async with (
        aiohttp.ClientSession(demo.address) as session,
        session.post("/demo/skip", json={"minutes": minutes}) as answer,
    ):
        assert answer.status == 400
        assert "minutes must be a number" in (await answer.json())["error"]


@pytest.mark.browser
async def test_declaring_and_taking_command_in_a_browser_shows_at_once_and_runs_nobodys_script(demo, tmp_path):
    async with tab(tmp_path) as page:
        # given Fay, who types what nobody should trust
        await page.opens(f"{demo.address}/?as=fay#support")
        await page.until("document.querySelectorAll('.place').length > 3")
        await page.run(SUBMITS % "/incident declare P1 Pay <img src=x onerror=alert(1)>")
        await page.until(PLACE % "inc-1")
        await page.run(f"{PLACE % 'inc-1'}.click()")
        await page.until("document.querySelector('h3')?.textContent.includes('<img src=x')")

        # when she takes command from the card
        await page.run(f"{BUTTON % 'Take command'}.click()")

        # then the topic follows while she looks at it
        await page.until("document.querySelector('.topic')?.textContent.includes('IC: @fay |')")
        assert await page.run("document.querySelectorAll('#messages img').length") == 0
        assert page.complaints == []


SUBMITS = "document.getElementById('line').value = '%s', document.getElementById('composer').requestSubmit()"
PLACE = "[...document.querySelectorAll('.place')].find((one) => one.textContent.includes('%s'))"
BUTTON = "[...document.querySelectorAll('#messages button')].find((one) => one.textContent === '%s')"
