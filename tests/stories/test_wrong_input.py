"""What people get wrong: each is answered clearly, and nothing they typed is lost."""

import pytest


@pytest.mark.parametrize(
    "bridge",
    [
        "http://meet.example.com/x",
        "meet me there",
        "javascript:alert(1)",
        "https://",
        "https://[meet",
        "https://a:b@meet",
    ],
)
@pytest.mark.fault("F121")
async def test_a_bridge_that_is_no_https_address_is_refused_under_its_field(world, fay, bridge):
    # when Fay sends the form with it
    await fay.opens("/incident declare P1")
    sent = await fay.sends({"Title": "Checkout is down", "Bridge": bridge})

    # then the form stays, says what is wrong there, and the corrected one is taken
    assert list(sent.errors) == ["Bridge"]
    assert "https://" in sent.errors["Bridge"]
    assert world.announcements == []
    assert (await fay.sends({"Bridge": "https://meet.example.com/x"})).ok
    assert "https://meet.example.com/x" in world.topic_of(await world.outage(1))


@pytest.mark.fault("F121")
async def test_a_bridge_that_leads_to_each_ones_own_machine_is_refused_in_a_command_too(world, ana):
    # given a P1
    outage = await world.incident()
    before = await world.log(outage)

    # when Ana sets a bridge that leads inside
    answers = [
        await ana.runs(f"/incident bridge https://{host}/latest", outage)
        for host in (
            "127.0.0.1",
            "localhost:8080",
            "169.254.169.254",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "2130706433",
            "0x7f.1",
        )
    ]

    # then she reads why not each time, and it is what it was
    assert all("people cannot meet there" in answer for answer in answers), answers
    assert await world.log(outage) == before


@pytest.mark.parametrize("title", ["\u200b\u2060", " \u202e "])
@pytest.mark.fault("F110")
async def test_a_title_with_nothing_to_see_is_refused_under_its_field(world, fay, title):
    # when the title holds only what nobody can see
    await fay.opens("/incident declare P1")
    sent = await fay.sends({"Title": title})

    # then the form says what is wanted
    assert list(sent.errors) == ["Title"]
    assert world.announcements == []


@pytest.mark.fault("F110")
async def test_a_title_nobody_can_see_is_refused_in_a_command_too(world, fay):
    # when it is typed
    answer = await fay.runs("/incident declare P1 \u200b")

    # then the sentence says what is wanted, and nothing was declared
    assert answer == "Title: Say in a few words what is broken. Nothing was changed."
    assert world.announcements == []


async def test_an_unknown_word_gets_the_nearest_command(fay):
    # when Fay mistypes
    answer = await fay.runs("/incident resolv")

    # then she is shown what she meant
    assert "There is no command /incident resolv" in answer
    assert "Did you mean /incident resolve?" in answer


async def test_a_word_like_no_command_gets_the_way_to_all_of_them(fay):
    # when Fay types something else
    answer = await fay.runs("/incident xyzzy")

    # then she is led to help
    assert "/incident help" in answer


async def test_help_lists_everything_with_an_example(fay):
    # when Fay asks
    answer = await fay.runs("/incident help")

    # then every command is there
    for words in ("declare P1 Checkout is down", "ack", "ic", "escalate", "update", "resolve", "close", "list", "show"):
        assert f"/incident {words}" in answer


async def test_a_word_that_is_no_severity_is_taken_for_the_title(world, fay):
    # when Fay names a severity the model does not have
    form = await fay.opens("/incident declare P7 Checkout is down")

    # then the form opens with all she typed, and nothing is declared yet
    title = next(block["element"] for block in form.blocks if block.get("block_id") == "title")
    assert title["initial_value"] == "P7 Checkout is down"
    assert world.announcements == []


async def test_an_incident_that_does_not_exist_is_said(fay):
    # when Fay names one
    answer = await fay.runs("/incident show INC-99")

    # then she reads that there is none
    assert answer.startswith("There is no incident INC-99")


async def test_a_form_left_open_too_long_says_so(world, fay):
    # given that Slack takes longer than the form's trigger lives
    world.expects("A form could not be opened")
    world.faults.error("views.open", "expired_trigger_id")

    # when Fay opens the form
    answer = await fay.runs("/incident")

    # then she is asked to try again, and it works
    assert "please try again" in answer
    await fay.opens("/incident")
    assert fay.has_form


@pytest.mark.fault("F119")
async def test_a_form_that_was_tampered_with_changes_nothing_and_says_so(world, ana):
    # given an update form whose hidden part was changed on the way
    outage = await world.incident()
    await ana.opens("/incident update", outage)
    ana.form.shown["private_metadata"] = "not an incident"

    # when it is sent
    sent = await ana.sends({"What changed": "Nothing of ours"})

    # then what was typed stays, with the reason, and nobody hears of it
    assert any("out of date" in why for why in sent.errors.values())
    assert not any("Nothing of ours" in text for text in world.said_in(outage))


async def test_an_unknown_severity_is_answered_with_those_there_are(world, ana):
    # given a P1
    outage = await world.incident(severity="P1")

    # when it is set to a severity the model does not have
    answer = await ana.runs("/incident severity P7", in_=outage)

    # then Ana reads which there are, and it is what it was
    assert "There is no severity P7" in answer
    assert "P0" in answer
    assert world.topic_of(outage).startswith("P1 |")
