"""A phone rings through PagerDuty: begun by a call of the ladder, quiet once answered, over at the end."""

import pytest

from bot.sandbox.pagerduty import AlertStatus
from tests.world import Setting


def statuses(world):
    """Say of each tier's alerts, oldest first, where they stand."""
    return [(alert.first["payload"]["group"], alert.status.value) for alert in world.pagerduty.alerts]


def sent(world):
    """List what PagerDuty was told, in order."""
    return [(call.method, call.args["dedup_key"].rpartition("/")[2]) for call in world.pagerduty.calls]


async def test_a_p1_rings_a_phone_until_somebody_answers_and_is_over_at_the_end(world, ana):
    # when a P1 is declared
    outage = await world.incident()

    # then the phone of tier 1 rings, beside the message to Ana
    assert statuses(world) == [("tier1", "triggered")]
    assert world.paged == ["ana"]

    # when Ana acknowledges in Slack, it is quiet
    await ana.presses("Acknowledge", ana.page())
    assert statuses(world) == [("tier1", "acknowledged")]

    # and when the incident is resolved, it is over
    await ana.runs("/incident resolve", in_=outage)
    assert statuses(world) == [("tier1", "resolved")]
    assert sent(world) == [("trigger", "tier1"), ("acknowledge", "tier1"), ("resolve", "tier1")]


async def test_the_alert_says_what_a_woken_person_needs(world):
    # when a P1 is declared
    outage = await world.incident("Checkout is down")

    # then the alert says how bad it is, of which incident, for whom, and where to go
    [alert] = world.pagerduty.alerts
    payload = alert.first["payload"]
    assert payload["summary"] == "P1, INC-1, for Tier 1, customer team first responder: Checkout is down"
    assert (payload["severity"], payload["class"]) == ("error", "incident")
    assert payload["custom_details"]["incident"] == "INC-1"
    assert payload["custom_details"]["why"] == "P1 was declared"
    assert alert.first["links"] == [
        {"href": f"https://slack.com/app_redirect?channel={outage.channel.id}", "text": "Slack"},
        {"href": "https://meet.example.com/conn", "text": "Bridge"},
    ]


@pytest.mark.parametrize(("severity", "word"), [("P0", "critical"), ("P1", "error")])
async def test_pagerduty_gets_the_models_word_for_the_severity(world, severity, word):
    await world.incident(severity=severity)
    assert [alert.first["payload"]["severity"] for alert in world.pagerduty.alerts] == [word]


async def test_a_p2_rings_no_phone(world):
    await world.incident(severity="P2")
    assert world.pagerduty.calls == []


async def test_words_people_wrote_are_cut_and_taken_literally(world, fay):
    # when somebody declares with a title that is far too long and full of markup
    await fay.runs(f'/incident declare P1 <!channel> "}} {"x" * 1500}')

    # then PagerDuty takes it, within its limits
    [alert] = world.pagerduty.alerts
    summary = alert.first["payload"]["summary"]
    assert '<!channel> "}' in summary
    assert len(summary) <= 1024


async def test_of_a_private_incident_pagerduty_learns_no_word(world, fay):
    # when a private P1 is declared
    await fay.opens()
    await fay.sends({"Title": "Breach at Acme", "Severity": "P1", "Summary": "They have the keys", "Private": True})

    # then the phone rings, and what it is about stays in Slack
    [alert] = world.pagerduty.alerts
    assert "Acme" not in str(alert.first)
    assert "keys" not in str(alert.first)
    assert "a private incident; Slack says more" in alert.first["payload"]["summary"]


async def test_each_tier_of_the_ladder_rings_its_own_phone_and_one_answer_quiets_those_below(world, fay, chloe):
    # given a P1 nobody of tier 1 answers
    outage = await world.incident()
    await fay.runs("/escalate primary is silent", in_=outage)
    assert statuses(world) == [("tier1", "triggered"), ("tier2", "triggered")]

    # when Chloe of tier 2 acknowledges
    await chloe.presses("Acknowledge", chloe.page())

    # then no phone rings any more
    assert statuses(world) == [("tier1", "acknowledged"), ("tier2", "acknowledged")]


async def test_an_answer_of_the_first_tier_leaves_the_second_ringing(world, fay, ana):
    # given a P1 that was escalated
    outage = await world.incident()
    await fay.runs("/escalate primary is silent", in_=outage)

    # when Ana answers the call before
    await ana.presses("Acknowledge", ana.page())

    # then tier 2, whose call still waits, is still rung
    assert statuses(world) == [("tier1", "acknowledged"), ("tier2", "triggered")]


async def test_a_cancelled_incident_rings_nobody(world, fay):
    outage = await world.incident()
    await fay.runs("/incident cancel false alarm", in_=outage)
    assert statuses(world) == [("tier1", "resolved")]


async def test_a_reopened_incident_that_calls_again_rings_again(world, fay, ana):
    # given a P1 that was answered, resolved and reopened
    outage = await world.incident()
    await ana.presses("Acknowledge", ana.page())
    await ana.runs("/incident resolve", in_=outage)
    await ana.runs("/incident reopen it is back", in_=outage)

    # when the next tier is called
    await fay.runs("/escalate it is back", in_=outage)

    # then its phone rings
    assert statuses(world) == [("tier1", "resolved"), ("tier2", "triggered")]


@pytest.mark.fault("F104")
async def test_a_refused_call_is_said_at_once_and_people_have_their_message(world):
    # given a PagerDuty that refuses what it is sent
    world.pagerduty.faults.error("trigger", "Invalid routing key", times=None)
    world.expects("phone/tier1/2/trigger cannot be delivered")
    world.expects("phone/tier1/2/trigger is dead")

    # when a P1 is declared
    outage = await world.incident()

    # then Ana has her message, and the room knows why no phone rings
    assert world.paged == ["ana"]
    assert (
        "PagerDuty refused the call for Tier 1, customer team first responder: Invalid routing key. "
        "They were messaged directly."
    ) in world.said_in(outage)
    assert world.pagerduty.routing_key not in str(world.said_in(outage))


@pytest.mark.fault("F104")
async def test_a_pagerduty_that_is_away_is_tried_again_and_people_are_told_meanwhile(world):
    # given a PagerDuty that is gone
    await world.pagerduty.faults.down()

    # when a P1 is declared, and four seconds pass
    outage = await world.incident()
    assert not [said for said in world.said_in(outage) if "PagerDuty" in said]
    await world.skip("4s")

    # then the room knows, once, that no phone rings yet
    [said] = [said for said in world.said_in(outage) if "PagerDuty" in said]
    assert said.startswith("PagerDuty did not take the call for Tier 1, customer team first responder: ")
    assert said.endswith("They were messaged directly. Conn keeps trying.")
    await world.skip("30s")

    # and when it is back, the phone rings, and the room knows that too
    await world.pagerduty.faults.up()
    await world.skip("30s")
    assert statuses(world) == [("tier1", "triggered")]
    told = [said for said in world.said_in(outage) if "PagerDuty" in said][1:]
    assert [text.partition(" after ")[0] for text in told] == [
        "PagerDuty took the call for Tier 1, customer team first responder"
    ]


@pytest.mark.fault("F104")
async def test_a_call_that_pagerduty_took_and_nobody_answers_is_told_to_the_commander_once(world, fay):
    # given a P1 whose call PagerDuty took, for a tier with half an hour to answer
    await world.incident()
    await world.skip("4m")
    assert not [text for text in fay.reads if "PagerDuty" in text]

    # when nobody has answered after five minutes
    await world.skip("70s")

    # then Fay, who acts as commander, reads that perhaps no phone rings, and not again
    [told] = [text for text in fay.reads if "PagerDuty" in text]
    assert "took the call for Tier 1, customer team first responder 5 min ago, and nobody has answered" in told
    await world.skip("6m")
    assert len([text for text in fay.reads if "PagerDuty" in text]) == 1


@pytest.mark.fault("F104")
async def test_nobody_is_told_of_a_phone_whose_call_was_answered_or_that_does_not_ring(world, ana, fay):
    # given a P1 that Ana answers, and a second whose call PagerDuty does not take
    await world.incident()
    await ana.presses("Acknowledge", ana.page())
    await world.pagerduty.faults.down()
    await world.incident("Exports are gone")

    # when the time passes
    await world.skip("6m")

    # then Fay reads nothing of what may ring
    assert not [text for text in fay.reads if "nobody has answered" in text]


@pytest.mark.fault("F67")
async def test_whose_slack_keeps_quiet_is_rung_by_phone_and_passed_after_their_time(world):
    # given that Slack shows Ana nothing, of which it tells no app that may not read everybody's do-not-disturb
    outage = await world.incident()

    # then she has her page all the same, and her phone rings
    assert world.paged == ["ana"]
    assert statuses(world) == [("tier1", "triggered")]

    # and when her time is over, the next are called, and the room reads why
    await world.skip("31m")
    assert world.paged == ["ana", "chloe", "dev"]
    assert any("Tier 1, customer team first responder did not acknowledge" in text for text in world.said_in(outage))


async def test_health_says_that_pagerduty_takes_nothing(world, ana):
    # given a P1 whose call PagerDuty did not take
    await world.pagerduty.faults.down()
    await world.incident()

    # then health says so, and says otherwise once it is back
    answer = await ana.runs("/incident health")
    assert "Conn has trouble." in answer
    assert "Events that PagerDuty does not take: 1. PagerDuty is unreachable" in answer
    await world.pagerduty.faults.up()
    await world.skip("30s")
    assert "Conn is well." in await ana.runs("/incident health")


async def test_a_phone_is_not_rung_for_what_was_answered_while_pagerduty_was_away(world, ana):
    # given a P1 declared while PagerDuty is gone, and answered
    await world.pagerduty.faults.down()
    await world.incident()
    await ana.presses("Acknowledge", ana.page())

    # when it is back
    await world.pagerduty.faults.up()
    await world.skip("1m")

    # then nobody is woken
    assert world.pagerduty.alerts == []


@pytest.mark.parametrize("fault", ["cut_after", "garbage", "status"])
@pytest.mark.fault("F104")
async def test_an_answer_that_is_lost_does_not_ring_twice(world, fault):
    # given that PagerDuty takes the call, and its answer does not arrive
    more = {"status": 503, "after": True} if fault == "status" else {}
    getattr(world.pagerduty.faults, fault)("trigger", **more)

    # when a P1 is declared
    await world.incident()
    await world.skip("5s")

    # then one phone rings once
    assert statuses(world) == [("tier1", "triggered")]


async def test_the_end_reaches_pagerduty_however_long_it_is_away(world, ana):
    # given a P1 whose end PagerDuty did not hear
    outage = await world.incident()
    await world.pagerduty.faults.down()
    await ana.runs("/incident resolve", in_=outage)
    await world.skip("20m")
    assert [alert.status for alert in world.pagerduty.alerts] == [AlertStatus.TRIGGERED]

    # when it is back
    await world.pagerduty.faults.up()
    await world.skip("1m")

    # then the phone is quiet
    assert statuses(world) == [("tier1", "resolved")]


@pytest.mark.only("socket-sqlite", reason="a restart asks the same of both databases")
async def test_a_restart_after_the_phone_rang_does_not_ring_again(world):
    # given that Conn stops before it has noted that PagerDuty took the call
    world.pagerduty.faults.hang("trigger", 2.0, after=True)
    await world.people["fay"].runs("/incident declare P1 Checkout is down", settled=False)
    while not world.pagerduty.alerts:
        await world.sandbox.quiet()
    await world.stops()
    await world.starts()
    await world.settles()
    await world.skip("10s")

    # then the phone rang once
    assert statuses(world) == [("tier1", "triggered")]


class TestWithoutPagerDuty:
    """Where nobody has set PagerDuty up, although the model has phones rung."""

    @pytest.fixture
    def setting(self):
        return Setting(phones=False)

    async def test_people_get_their_message_and_nothing_is_sent(self, world):
        outage = await world.incident()
        assert world.paged == ["ana"]
        assert world.pagerduty.log.calls() == []
        assert not [said for said in world.said_in(outage) if "PagerDuty" in said]


class TestLimited:
    """Where PagerDuty counts what it is sent."""

    @pytest.fixture
    def setting(self):
        return Setting(limited=True)

    @pytest.mark.fault("F104")
    async def test_too_many_events_are_sent_later(self, world):
        # given a PagerDuty that wants to be left alone
        world.pagerduty.faults.ratelimited("trigger", retry_after=5)

        # when a P1 is declared, the phone rings as soon as it may
        await world.incident()
        assert world.pagerduty.alerts == []
        await world.skip("15s")
        assert statuses(world) == [("tier1", "triggered")]
