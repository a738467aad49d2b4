"""Declaring with one line: what everybody then sees."""

BRIDGE = "https://meet.example.com/conn"


async def test_one_line_opens_a_channel_with_everything_in_it(world, fay, ana):
    # when Fay declares a P1 with one line
    answer = await fay.runs("/incident declare P1 Checkout is down")

    # then she is told at once, and everything a P1 brings is there
    assert answer.startswith("INC-1 (P1) is declared: Checkout is down")
    outage = await world.outage(1)
    assert outage.channel.name == "inc-1-checkout-is-down"
    assert world.members_of(outage) == ["fay", "ana"]
    assert world.pinned_in(outage) == [world.card_of(outage)]
    assert [bookmark.link for bookmark in world.bookmarks_of(outage)] == [BRIDGE]
    assert len(world.announcements) == 1
    assert world.paged == ["ana"]
    assert ana.page().buttons == ["Acknowledge"]
