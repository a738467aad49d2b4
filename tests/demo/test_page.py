import re

import aiohttp
import pytest

from bot.sandbox.actions import VERBS
from bot.sandbox.page import FOLDER, KINDS

FILES = sorted(file for file in FOLDER.iterdir() if file.suffix in KINDS)


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
    assert {url for urls in named.values() for url in urls} == {"http://www.w3.org"}  # a namespace


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
