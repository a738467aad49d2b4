"""The workspace in a browser: conversations, threads, several people, shortcuts, and what goes wrong."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.demo.browser import DESKTOP, PHONE

pytestmark = pytest.mark.browser
ROOM = "inc-1-checkout-is-down"
CONTRAST = Path(__file__).with_name("contrast.js").read_text()


@pytest.fixture
async def outage(demo):
    """A P1 with a channel, declared by Fay; Conn called whoever is on call."""
    await demo.sandbox.person("fay").command("/incident", "declare P1 Checkout is down", "support")
    await demo.quiet()
    return demo.sandbox.channel(ROOM)


def called(demo, outage):
    """Find who is on call today."""
    return next(person for person in map(demo.sandbox.person, ("ana", "ben")) if person.id in outage.present)


async def test_what_one_does_the_other_sees_in_a_second_window(demo, browser, outage):
    # given Fay and whoever is on call, each in a window
    other = called(demo, outage)
    fay, on_call = await browser.window(), await browser.window()
    await fay.opens(f"{demo.address}/?as=fay#{ROOM}")
    await on_call.opens(f"{demo.address}/?as={other.name}#general")
    await on_call.sees(".place.unread", "inc-1")

    # when the second acknowledges from the page Conn sent
    await on_call.clicks(".place", "Conn")
    await on_call.clicks(".tab", "Messages")
    await on_call.clicks("#messages button", "Acknowledge")

    # then the first sees it without doing anything
    await fay.sees("#messages .message", f"@{other.name} acknowledged")
    assert "acknowledged by" in await fay.reads(".card")

    # and they can talk about it with nobody else there, told of it where they look elsewhere
    await fay.clicks(".place", other.user.real_name)
    await fay.sees("h1", other.user.real_name)
    await fay.says(f"Thank you, @{other.name}")
    await on_call.clicks("#heard button", "Fay Faria")
    await on_call.sees(".mention.mine", f"@{other.name}")


async def test_what_people_write_shows_as_they_wrote_it_and_runs_nobodys_script(demo, browser):
    page = await browser.window()
    await page.opens(f"{demo.address}/?as=fay#support")
    await page.says("/incident declare P1 Pay <img src=x onerror=alert(1)>")
    await page.clicks(".place", "inc-1")
    await page.sees("h3", "<img src=x onerror=alert(1)>")
    await page.clicks("#messages button", "Take command")
    await page.sees(".topic", "IC: @fay |")
    assert await page.run("document.querySelectorAll('#messages img').length") == 0


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_an_incident_in_a_thread_is_run_from_there(demo, browser, size):
    # given a P2, which lives in a thread of #oncall
    await demo.sandbox.person("fay").command("/incident", "declare P2 Search is slow", "support")
    await demo.quiet()
    page = await browser.window()
    await page.opens(f"{demo.address}/?as=ana#oncall", size)

    # when Ana opens the thread, acknowledges, and writes what she found
    await page.clicks("#messages [aria-label='Reply in thread']")
    await page.clicks("#thread button", "Acknowledge")
    await page.sees("#thread .message", "@ana acknowledged")
    await page.clicks("#thread textarea")
    await page.types("The index is being rebuilt.")
    await page.presses("Enter")
    await page.sees("#thread .message", "The index is being rebuilt.")

    # then a command typed there is told to go elsewhere, as Slack does
    await page.types("/incident ack")
    await page.presses("Enter")
    await page.sees("#thread .private", "cannot be used in a thread")

    # and Escape leads back, where the replies are counted
    await page.presses("Escape")
    await page.sees("#messages .replies", "2 replies")
    assert await page.run("document.documentElement.scrollWidth") <= size[0]


async def test_an_incident_is_declared_with_the_keyboard_alone(demo, browser):
    page = await browser.window()
    await page.opens(f"{demo.address}/?as=fay#support")

    # when Fay goes to the message box, takes the command that is suggested, and sends it
    await page.presses("Tab", "Enter")
    await page.types("/inc")
    await page.sees("[role=option][aria-selected=true]", "/incident")
    await page.presses("Enter", "Enter")

    # then the form takes the focus, says what is missing where it is missing, and is filled in and sent
    await page.sees("#modal .field", "Title")
    assert await page.run("document.activeElement.closest('.field').dataset.label") == "Title"
    await page.presses("Enter")
    await page.sees(".field.wrong .error", "Please complete this required field.")
    await page.types("Checkout is down")
    await page.presses("Enter")
    await page.until("!document.querySelector('#modal').open")
    await page.sees(".place", "inc-1")
    await page.until("document.activeElement.id === 'line'")


async def test_escape_closes_a_form_and_a_menu(demo, browser):
    page = await browser.window()
    await page.opens(f"{demo.address}/?as=fay#support")
    await page.clicks("[aria-label=Shortcuts]")
    await page.sees("[role=menuitem]", "Declare incident")
    await page.presses("Escape")
    assert await page.run("document.activeElement.ariaLabel") == "Shortcuts"
    await page.presses("Enter")
    await page.presses("Enter")
    await page.sees("#modal[open] h2")
    await page.presses("Escape")
    await page.until("!document.querySelector('#modal').open")


async def test_a_message_is_kept_and_declared_from_by_its_menu_and_marked_with_a_pin(demo, browser, outage):
    # given what Fay wrote in the incident's channel
    await demo.sandbox.person("fay").says("The last deploy was at 10:40", outage)
    page = await browser.window()
    await page.opens(f"{demo.address}/?as=fay#{ROOM}")

    # when she keeps it in the timeline, marks it, and reads the timeline
    await page.clicks("#messages [data-focus$='/more']")
    await page.clicks("[role=menuitem]", "Add to timeline")
    await page.sees(".message.private", "It is in the timeline")
    await page.clicks("#messages .message:not(.private) [data-focus$='/pushpin']")
    await page.sees(".reaction[aria-pressed=true]", "pushpin, 1")
    await demo.quiet()
    await page.says("/incident timeline")
    await page.sees(".message.private", "The last deploy was at 10:40")

    # then from the same menu another incident is begun
    await page.run("document.querySelector('#messages .message:not(.private):not(.notice) .reaction').scrollIntoView()")
    await page.clicks("#messages .message:has(.reaction) [data-focus$='/more']")
    await page.clicks("[role=menuitem]", "Declare from message")
    await page.sees("#modal[open] .field", "Title")


@pytest.mark.usefixtures("outage")
async def test_time_is_read_by_each_persons_own_clock_and_can_be_let_pass(demo, browser):
    page = await browser.window()
    await page.opens(f"{demo.address}/?as=fay#{ROOM}")
    await page.clicks("#clock button", "Skip…")
    await page.clicks("[role=menuitem]", "Another length…")
    await page.run("document.querySelector('#question input').select()")
    await page.types("15")
    await page.presses("Enter")
    await page.sees("#messages .message", "internal update of INC-1")

    # Dev, in Kolkata, reads the same moment four and a half or five and a half hours later
    dev = await browser.window()
    await demo.sandbox.person("dev").joins(ROOM)
    await dev.opens(f"{demo.address}/?as=dev#{ROOM}")
    await dev.sees("#now", "Kolkata")
    times = "document.querySelector('#messages .card time').textContent.match(/(\\d\\d):(\\d\\d)/).slice(1).map(Number)"
    await dev.sees(".card time", "")
    (hour, minute), (their_hour, their_minute) = await page.run(times), await dev.run(times)
    assert (their_hour * 60 + their_minute - hour * 60 - minute) % (24 * 60) in (270, 330)


async def test_the_home_tab_shows_what_the_app_published_and_its_buttons_work(demo, browser):
    page = await browser.window()
    await page.opens(f"{demo.address}/?as=fay#support")
    await page.clicks(".place", "Conn")
    await page.clicks(".tab", "Home")
    await page.sees(".home h3")
    await page.clicks(".home button", "Declare incident")
    await page.sees("#modal[open] .field", "Title")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_all_that_is_written_stands_out_enough(demo, browser, outage, dark):
    fay = demo.sandbox.person("fay")
    await fay.says("`code` and *bold* for @ben", outage)
    await fay.command("/incident", "list", outage)
    await demo.skip(timedelta(minutes=15))
    page = await browser.window()
    await page.opens(f"{demo.address}/?as=fay#{ROOM}", dark=dark)
    await page.clicks("#tour button", "Begin")
    await page.sees(".card")
    looks = await page.run(CONTRAST)
    assert looks["seen"] > 50
    assert looks["weak"] == []
    await page.clicks("#messages button", "Post update")
    await page.clicks("#modal [type=submit]")
    await page.sees(".error", "Please complete")
    assert (await page.run(CONTRAST))["weak"] == []


async def test_nothing_is_wider_than_a_phone(demo, browser, outage):
    await demo.sandbox.person("fay").says("x" * 300, outage)
    page = await browser.window()
    await page.opens(f"{demo.address}/?as=fay#{ROOM}", PHONE)
    await page.sees(".card")
    wide = "[...document.querySelectorAll('main *')].filter((one) => one.getBoundingClientRect().right > 391).length"
    assert await page.run(wide) == 0
    await page.clicks("#menu")
    await page.sees(".place", "Ana Alves")
    await page.presses("Escape")
    await page.until("!document.body.classList.contains('menu-open')")
    assert await page.run("document.activeElement.id") == "menu"


async def test_an_app_that_does_not_answer_is_said_where_the_command_was_typed(demo, browser):
    page = await browser.window()
    await page.opens(f"{demo.address}/?as=fay#support")
    await demo.stop_conn()
    await page.says("/incident help")
    await page.sees(".message.private", '/incident failed with the error "')
    await page.says("/coffee")
    await page.sees(".message.private", "/coffee is not a command here")


async def test_private_answers_are_one_persons_and_can_be_dismissed(demo, browser):
    fay, ana = await browser.window(), await browser.window()
    await fay.opens(f"{demo.address}/?as=fay#support")
    await ana.opens(f"{demo.address}/?as=ana#support")
    await fay.says("/incident list")
    await fay.sees(".message.private", "Only visible to you")
    await fay.says("hello")
    await ana.sees(".message", "hello")
    assert await ana.run("document.querySelectorAll('.message.private').length") == 0
    await fay.clicks(".message.private button", "Dismiss")
    await fay.until("!document.querySelector('.message.private')")
