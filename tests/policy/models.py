"""Small models for the tests, written as an author would."""

from bot.policy.loader import load_text

BASE = """\
name: Harbour
severities:
  P0: {name: Critical, aliases: [SEV1], definition: The harbour is closed, path: climb}
  P1: {name: High, definition: One pier is closed, path: climb}
  P2: {name: Medium, definition: A crane is slow}
tiers:
  tier1:
    name: First
    who: ["rotation:primary"]
    hours: office
    response: [{within: 30m, hours: [business]}, {within: 2h}]
  tier2:
    name: Second
    who: [chloe@example.com, "@seniors"]
    response: 1h
  tier3: {name: Third, who: ["{{TBD(yard): contact}}", "pagerduty:PYARD"]}
paths:
  climb:
    steps:
      - page: [tier1]
      - {page: [tier2], wait: [{within: 5m, severities: [P0]}, {within: 1h}]}
      - page: [tier3]
rotations:
  primary:
    members: [ana@example.com, ben@example.com, cy@example.com]
    handoff: {day: mon, at: "09:00"}
    zone: Europe/Lisbon
    anchor: "2026-01-05"
hours:
  office:
    zone: Europe/Lisbon
    open: [{days: [mon, tue, wed, thu, fri], opens: "09:00", closes: "18:00"}]
    holidays: portugal
holidays:
  portugal: {every_year: ["12-25"], dates: ["2026-04-03"]}
"""


def harbour(*changes):
    """Load the small model with some of its text exchanged."""
    text = BASE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return load_text(text, "harbour.yaml")
