"""Words that people bring from other tools do the same as Conn's own."""

import pytest

from tests.steps import number_in


@pytest.mark.parametrize("line", ["/incident new", "/incident open", "/incident create", "/incident start"])
async def test_an_incident_is_declared_by_any_of_them(world, fay, line):
    answer = await fay.runs(f"{line} P1 Checkout is down")
    assert world.topic_of(await world.outage(number_in(answer))).startswith("P1 | Investigating")


@pytest.mark.parametrize("line", ["/incident acknowledge", "/incident ack"])
async def test_a_call_is_answered_by_either(world, ana, line):
    outage = await world.incident()
    assert (await ana.runs(line, in_=outage)).startswith("You acknowledged INC-1.")


@pytest.mark.parametrize("line", ["/incident lead", "/incident take", "/incident ic"])
async def test_command_is_taken_by_any_of_them(world, ana, line):
    outage = await world.incident()
    assert (await ana.runs(line, in_=outage)).startswith("You are incident commander of INC-1.")


@pytest.mark.parametrize("line", ["/incident post", "/incident update"])
async def test_word_is_given_by_either(ana, outage, line):
    form = await ana.opens(f"{line} Still looking", in_=outage)
    assert form.title == "Update INC-1"


@pytest.mark.parametrize("line", ["/incident page", "/incident escalate", "/escalate"])
async def test_the_next_tier_is_called_by_any_of_them(world, ana, line):
    outage = await world.incident()
    await ana.runs(f"{line} primary is silent", in_=outage)
    assert world.paged == ["ana", "chloe", "dev"]


@pytest.mark.parametrize("line", ["/incident summary", "/incident catchup"])
async def test_who_comes_late_reads_how_it_stands_by_either(ben, outage, line):
    assert (await ben.runs(f"{line} {outage}")).startswith("INC-1 (P1, investigating): Checkout is down")


async def test_a_number_can_stand_anywhere_and_case_does_not_matter(world, ana):
    await world.incident()
    assert (await ana.runs("/incident inc-1 ACK")).startswith("You acknowledged INC-1.")
