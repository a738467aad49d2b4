"""Declaring with the form: its fields, what it says before anybody presses, and how it is reached."""

FIELDS = [
    "Title",
    "Severity",
    "Summary",
    "Incident commander",
    "Area",
    "Ticket",
    "Customers affected",
    "Bridge",
    "Private",
]


def labels(form):
    """List the fields of a form by the words on the screen."""
    return [block["label"]["text"] for block in form.blocks if block["type"] == "input"]


def consequences(form):
    """Read the sentence under the severity."""
    return next(block["elements"][0]["text"] for block in form.blocks if block["type"] == "context")


async def test_incident_alone_opens_the_form(fay):
    # when Fay types nothing but the command, outside an incident's channel
    form = await fay.opens("/incident")

    # then every field is there
    assert labels(form) == FIELDS


async def test_a_severity_without_a_title_is_kept_in_the_form(world, fay):
    # when Fay names a severity and no title
    await fay.opens("/incident declare P0")

    # then the form has it, and needs only the title
    sent = await fay.sends({"Title": "Nothing works"})
    assert sent.ok
    outage = await world.outage(1)
    assert world.topic_of(outage).startswith("P0 |")
    assert world.paged == ["ana"]


async def test_a_title_without_a_severity_is_kept_in_the_form(world, fay):
    # when Fay gives a title that begins with no severity
    await fay.opens("/incident declare Checkout is down")

    # then the form has it
    assert (await fay.sends({"Severity": "P1"})).ok
    assert "Checkout is down" in world.card_of(await world.outage(1)).text


async def test_every_field_reaches_the_card(world, fay, ben):
    # when every field is filled in
    await fay.opens()
    sent = await fay.sends(
        {
            "Title": "Checkout is down",
            "Severity": "P1",
            "Summary": "Every card is refused",
            "Incident commander": ben.person,
            "Area": "Third-party broker",
            "Ticket": "https://tickets.example.com/7",
            "Customers affected": "About 300",
            "Bridge": "https://meet.example.com/own",
        }
    )

    # then the card shows each, and the one named as commander was only asked
    assert sent.ok
    outage = await world.outage(1)
    card = world.card_of(outage).text
    for words in ("Every card is refused", "Third-party broker", "https://tickets.example.com/7", "About 300"):
        assert words in card
    assert "https://meet.example.com/own" in world.topic_of(outage)
    assert [bookmark.link for bookmark in world.bookmarks_of(outage)] == ["https://meet.example.com/own"]
    assert f"{fay.mention} (acting)" in card
    assert ben.dm("asks you to take command").buttons == ["I have command", "Decline"]
    assert "ben" in world.members_of(outage)


async def test_the_form_says_what_the_severity_does_before_anybody_presses(fay, ana, eve):
    # when the form is open at P1
    form = await fay.opens("/incident declare P1")

    # then it names who is paged, where it is posted and what is owed
    said = consequences(form)
    assert ana.mention in said
    assert "#incidents" in said
    assert "10 min" in said
    assert eve.mention not in said


async def test_another_severity_has_other_consequences(fay, ana):
    # given the form open at P1, with a title typed
    await fay.opens("/incident declare P1")
    await fay.fills(Title="Is this normal?")

    # when Fay chooses P3
    form = await fay.fills(Severity="P3")

    # then the sentence changes, and what was typed stays
    assert "pages no one" in consequences(form)
    assert ana.mention not in consequences(form)
    sent = await fay.sends()
    assert sent.ok


async def test_the_global_shortcut_opens_the_form(world, fay):
    # when Fay chooses the shortcut, from anywhere
    await fay.shortcut("Declare incident")

    # then the form is there and works
    assert labels(fay.form) == FIELDS
    assert (await fay.sends({"Title": "Checkout is down", "Severity": "P1"})).ok
    assert (await world.outage(1)).channel.name == "inc-1-checkout-is-down"


async def test_declaring_from_a_message_brings_its_words_along(world, fay, ben):
    # given a message that says what is wrong
    message = await ben.says("Checkout is down\nsince 10:02, every card is refused")

    # when Fay declares from it
    await fay.shortcut("Declare from message", on=message)
    assert (await fay.sends({"Severity": "P1"})).ok

    # then title and summary are there, and the card names where it came from
    outage = await world.outage(1)
    card = world.card_of(outage).text
    assert outage.channel.name == "inc-1-checkout-is-down"
    assert "every card is refused" in card
    assert f"from a message in <#{world.channel('general').id}>" in card


async def test_a_private_incident_shows_only_to_its_members(world, fay, eve):
    # when Fay ticks `Private`
    await fay.opens()
    assert (await fay.sends({"Title": "Keys leaked", "Severity": "P1", "Private": True})).ok

    # then the channel is private, and nothing is announced or listed to others
    outage = await world.outage(1)
    assert outage.channel.is_private
    assert world.announcements == []
    assert "Keys leaked" not in await eve.runs("/incident list")
    assert "Keys leaked" not in await eve.runs("/incident show INC-1")
    assert "Keys leaked" in await fay.runs("/incident list")


async def test_incident_inside_its_channel_shows_the_controls(world, fay):
    # given an incident
    outage = await world.incident()

    # when Fay types the bare command in its channel
    answer = await fay.runs("/incident", in_=outage)

    # then she gets the card's content privately, with its buttons
    assert "INC-1" in answer
    assert "Resolve" in fay.last.message.buttons
    assert not fay.has_form
