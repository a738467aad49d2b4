"""Which tiers somebody is in: by rotation, group, address or another tier, on duty or not."""

import pytest

from bot.domain.membership import led_by, tiers_of
from bot.domain.people import Directory
from tests.policy.models import harbour

DIRECTORY = Directory(
    people={f"{name}@example.com": f"U0{name.upper()}" for name in ("ana", "ben", "chloe", "dee")},
    groups={"@seniors": ("U0SENIOR",)},
)
POLICY = harbour(
    ('who: ["{{TBD(yard): contact}}", "pagerduty:PYARD"]', 'who: ["{{TBD(yard): contact}}", tier1]'),
    ("name: Second", "lead: [dee@example.com]\n    who_by_hours: {weekend: [dee@example.com]}\n    name: Second"),
)


@pytest.mark.parametrize(
    ("person", "tiers", "leads"),
    [
        ("U0ANA", ("tier1", "tier3"), ()),
        ("U0BEN", ("tier1", "tier3"), ()),  # not this week
        ("U0CHLOE", ("tier2",), ()),
        ("U0SENIOR", ("tier2",), ()),
        ("U0DEE", ("tier2",), ("tier2",)),
        ("U0NOBODY", (), ()),
    ],
)
def test_a_person_is_in_every_tier_that_leads_to_them(person, tiers, leads):
    assert tiers_of(POLICY, person, DIRECTORY) == tiers
    assert led_by(POLICY, person, DIRECTORY) == leads
