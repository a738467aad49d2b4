"""The tour: a first incident by what it points at, to the end, by pointer and on a phone."""

import pytest

from tests.demo.browser import DESKTOP, PHONE

pytestmark = pytest.mark.browser
STEPS = (
    "Declare", "Look around", "Acknowledge", "Take command", "Let time pass", "Post an update",
    "Resolve, and read it all",
)  # fmt: skip


async def at_step(page, number):
    await page.sees("#tour h2", STEPS[number])


async def through(page):
    """Do what each step says, only by what can be seen."""
    await page.clicks("#tour button", "Begin")
    await at_step(page, 0)
    await page.clicks("#tour button", "Write it for me")
    await page.presses("Enter")
    await at_step(page, 1)
    await page.clicks(".pointed")
    if await page.run("document.body.classList.contains('menu-open')"):
        await page.clicks(".place", "inc-1")
    await at_step(page, 2)
    await page.clicks("#tour a", "Be ")
    await page.sees(".pointed", "Acknowledge")
    await page.clicks(".pointed")
    await at_step(page, 3)
    await page.clicks(".pointed", "Take command")
    await at_step(page, 4)
    await page.clicks(".pointed button, button.pointed", "")
    if await page.run("Boolean(document.querySelector('[role=menu]'))"):
        await page.clicks("[role=menuitem]", "+15 min")
    await at_step(page, 5)
    await page.clicks(".pointed", "Post update")
    await page.clicks("#modal textarea")
    await page.types("The last deploy was rolled back.")
    await page.clicks("#modal [type=submit]")
    await at_step(page, 6)
    await page.clicks(".pointed", "Resolve")
    await page.clicks("#question [type=submit]", "Resolve")
    await page.sees(".topic", "Resolved")
    await page.clicks("#tour button", "Write it for me")
    await page.presses("Enter")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_who_does_what_the_tour_points_at_gets_to_its_end(demo, browser, size):
    page = await browser.window()
    await page.opens(f"{demo.address}/?as=fay#support", size)
    await through(page)
    await page.sees("#tour button", "Once more")
    await page.sees("#messages .private", "Timeline of INC-1")
    assert await page.run("document.documentElement.scrollWidth") <= size[0]


async def test_a_step_can_be_skipped_and_the_tour_be_left_and_gone_on_with_as_somebody_else(demo, browser):
    # given Fay, who skips a step and leaves
    page = await browser.window()
    await page.opens(f"{demo.address}/?as=fay#support")
    await page.clicks("#tour button", "Begin")
    await page.clicks("#tour button", "Skip step")
    await at_step(page, 1)
    await page.clicks("#tour [aria-label='Leave the tour']")
    assert await page.run("document.querySelectorAll('.pointed').length") == 0

    # when she comes back as Ana, in another window
    beside = await browser.window()
    await beside.opens(f"{demo.address}/?as=ana#support")

    # then it goes on where it was left, and knows what was done without being told
    await beside.clicks("#tour button", "Go on with the tour (step 2 of 7)")
    await at_step(beside, 1)
    await demo.sandbox.person("fay").command("/incident", "declare P1 Checkout is down", "support")
    await beside.clicks(".place", "inc-1")
    await at_step(beside, 2)
