"""The support model changes: said rule by rule, agreed to by whom the model names, and only then used."""

import pytest

from tests.sights import key_of
from tests.world import Setting

BEFORE = """
extends: {demo}
change_control: {{log: "#ebit-support", free_during: [monthly], sign_offs: [{signed}]}}
reviews: {{monthly: {{name: Monthly review, every: monthly, starts: 1d}}}}
"""
BOTH = """{{title: Tier 2 lead, who: chloe@example.com}}, {{title: escalation lead, who: eve@example.com}}"""
SLOT = """{{title: Tier 2 lead, who: "{{{{TBD(customer team): Tier 2 lead}}}}"}}"""


def model(*lines, signed=BOTH):
    """Write a model file whose sign-offs are given, with more lines after it."""
    return "\n".join((BEFORE.replace("{signed}", signed), *lines))


SOONER = """tiers: {{tier2: {{response: 30m}}}}"""
PUSHED = """severities: {{P1: {{definition: Something else}}}}"""


@pytest.fixture
def setting():
    """Begin with a model that two people have to agree to a change of."""
    return Setting(model=model())


def edit(world, text):
    """Change the file as an editor does."""
    world.setting.model = text
    assert world.policy


def logged(world):
    """List what stands in the channel of the changes."""
    return [m.text for m in world.channel("ebit-support").posts if key_of(m).startswith("model:")]


async def test_a_change_is_said_rule_by_rule_and_waits_for_both(world, fay, chloe, eve):
    # when somebody has the changed file looked at
    edit(world, model(SOONER))
    answer = await fay.runs("/incident model reload")

    # then they read what differs, with its place, and who has to agree
    assert "waits for agreement" in answer
    assert "tiers.tier2.response: 1h -&gt; 30m (model.yaml:6)" in answer
    assert "It is used once these have agreed: Tier 2 lead and escalation lead." in answer

    # and so do both, and the channel of the changes; nothing is used yet
    for person in (chloe, eve):
        asked = person.dm("tiers.tier2.response: 1h")
        assert asked.buttons == ["Sign off", "Reject"]
    assert "tiers.tier2.response: 1h" in logged(world)[0]
    assert "1 h" in await fay.runs("/oncall tier2")


async def test_it_is_used_once_both_have_agreed(world, fay, chloe, eve):
    # given a change that waits
    edit(world, model(SOONER))
    await fay.runs("/incident model reload")

    # when one agrees, then the other
    first = await chloe.presses("Sign off", chloe.dm("waits for agreement"))
    assert "once these have agreed: escalation lead." in first
    assert "1 h" in await fay.runs("/oncall tier2")
    await eve.presses("Sign off", eve.dm("waits for agreement"))

    # then it holds, everybody concerned has read so, and the buttons are gone
    assert "30 min" in await fay.runs("/oncall tier2")
    for person in (chloe, eve, fay):
        assert "is in force: everybody asked agreed" in person.dm("is in force").text
    assert [m.buttons for m in chloe.person.dms if "tiers.tier2" in m.text] == [[]]
    assert any("is in force" in text for text in logged(world))

    # and the change log keeps who agreed to what
    told = await fay.runs("/incident model")
    assert "No change waits for anybody." in told
    assert f"Signed: {chloe.mention} and {eve.mention}." in told


async def test_one_who_rejects_it_ends_it(world, fay, chloe, eve):
    # given a change that one of two has rejected
    edit(world, model(SOONER))
    await fay.runs("/incident model reload")
    await eve.presses("Reject", eve.dm("waits for agreement"))

    # when the other presses as well
    said = await chloe.runs("/incident model")
    assert "is rejected" in said
    assert "1 h" in await fay.runs("/oncall tier2")
    assert [m.buttons for m in chloe.person.dms if "tiers.tier2" in m.text] == [[]]

    # then a restart does not ask again, and who asks for it does
    await world.restarts()
    world.tolerates("The file holds revision")
    assert len([m for m in chloe.person.dms if "waits for agreement" in m.text]) == 0
    await fay.runs("/incident model reload")
    assert chloe.dm("waits for agreement")


async def test_who_is_not_asked_cannot_sign_and_nobody_signs_twice(world, fay, ana, chloe):
    # given a change that waits, and Chloe's agreement
    edit(world, model(SOONER))
    await fay.runs("/incident model reload")
    asked = chloe.dm("waits for agreement")

    # when Ana, who is not asked, presses
    (posted,) = [m for m in world.channel("ebit-support").posts if key_of(m) == "model:2/change"]
    refused = await ana.presses("Sign off", posted)
    assert "Your agreement is not asked for, but that of: Tier 2 lead and escalation lead." in refused

    # and Chloe presses twice
    await chloe.presses("Sign off", asked)
    assert "You have signed already" in await chloe.presses("Reject", asked)
    assert "waits for agreement" in await fay.runs("/incident model")


async def test_a_broken_file_changes_nothing_and_all_its_mistakes_are_said(world, fay):
    # when the file has two mistakes
    edit(world, model("tierz: {{}}", "severities: {{P1: {{path: nowhere}}}}"))
    answer = await fay.runs("/incident model reload")

    # then both have their place, and the model in force stays
    assert "The changed file cannot be used. Nothing was changed: the model in force stays." in answer
    assert "model.yaml:6:1" in answer
    assert "severities.P1.path: unknown path" in answer
    assert "No change waits for anybody." in await fay.runs("/incident model")
    edit(world, model())


async def test_a_broken_file_at_a_start_leaves_the_stored_model_in_force(world, fay):
    # given a file that was broken while Conn was away
    edit(world, model("tierz: {{}}"))

    # when Conn starts again
    world.expects("tierz")
    world.expects("cannot be used, and changes nothing")
    await world.restarts()

    # then it runs by what it ran by
    assert "1 h" in await fay.runs("/oncall tier2")
    edit(world, model())


async def test_a_restart_alone_puts_no_changed_file_in_force(world, fay, chloe):
    # given a file that changed while Conn was away
    edit(world, model(SOONER))

    # when Conn starts again, twice
    world.tolerates("waits for Tier 2 lead")
    await world.restarts()
    await world.restarts()

    # then it asks once, and runs by what it ran by
    assert len([m for m in chloe.person.dms if "waits for agreement" in m.text]) == 1
    assert "1 h" in await fay.runs("/oncall tier2")


async def test_on_the_day_of_a_review_nobody_is_asked(world, fay, chloe):
    # given the first of the month
    await world.skip("17d")

    # when the file changed
    edit(world, model(SOONER))
    answer = await fay.runs("/incident model reload")

    # then it is used at once, for that reason, and those asked at other times know
    assert "is in force: it is the day of the Monthly review" in answer
    assert "30 min" in await fay.runs("/oncall tier2")
    assert "tiers.tier2.response: 1h" in chloe.dm("is in force").text


async def test_the_file_set_back_withdraws_the_change(world, fay, chloe):
    # given a change that waits
    edit(world, model(SOONER))
    await fay.runs("/incident model reload")

    # when the file is as before
    edit(world, model())
    assert "Nothing was changed." in await fay.runs("/incident model reload")

    # then nobody is asked any more
    assert chloe.dm("is withdrawn")
    assert all(not message.buttons for message in chloe.person.dms)


async def test_a_newer_file_replaces_the_change_that_waits(world, fay, chloe):
    # given a change that waits
    edit(world, model(SOONER))
    await fay.runs("/incident model reload")

    # when the file changes once more
    edit(world, model(PUSHED))
    await fay.runs("/incident model reload")

    # then only the newer one asks
    (asked,) = [message for message in chloe.person.dms if message.buttons]
    assert "severities.P1.definition" in asked.text


async def test_an_open_incident_keeps_its_deadlines_unless_told_otherwise(world, fay, chloe, eve):
    # given an open incident, and a model that changed since
    outage = await world.incident(severity="P1")
    old = (await world.log(outage))[0].event.policy_revision
    edit(world, model("severities: {{P1: {{clocks: [{{audience: internal, first: 7m, every: 7m, rule: Sooner}}]}}}}"))
    await fay.runs("/incident model reload")
    await chloe.presses("Sign off", chloe.dm("waits for agreement"))
    last = await eve.presses("Sign off", eve.dm("waits for agreement"))
    assert "1 open incident keeps the model and the deadlines of before." in last

    # when somebody lets it run by the new one
    await eve.presses("Apply to open incidents")

    # then its record says from which to which, and its word is due as the new model says
    adopted = next(e.event for e in await world.log(outage) if type(e.event).__name__ == "ModelAdopted")
    assert adopted.before == old
    assert any(f"revision {adopted.revision} of the support model" in text for text in world.said_in(outage))
    await world.skip("8m")
    assert world.reminders_in(outage)


class TestOpenPlaces:
    """A model that leaves open who has to agree."""

    @pytest.fixture
    def setting(self):
        """Leave the one capacity open."""
        return Setting(model=model(signed=SLOT))

    async def test_it_is_said_which_place_is_open_and_whose(self, world, fay):
        # when a rule changes
        edit(world, model(SOONER, signed=SLOT))
        answer = await fay.runs("/incident model reload")

        # then it waits, and says for which open place, and whose that is
        assert "waits for agreement" in answer
        assert "Tier 2 lead is open in the model: Tier 2 lead (customer team)." in answer

    async def test_filling_an_open_place_needs_nobody(self, world, fay, chloe):
        # when the open place is filled in
        filled = """{{title: Tier 2 lead, who: chloe@example.com}}"""
        edit(world, model(signed=filled))
        assert "is in force: it only fills in what was open" in await fay.runs("/incident model reload")

        # then from now on that person is asked
        edit(world, model(SOONER, signed=filled))
        await fay.runs("/incident model reload")
        await chloe.presses("Sign off", chloe.dm("waits for agreement"))
        assert "30 min" in await fay.runs("/oncall tier2")
