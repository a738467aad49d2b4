"""What a support model says of reviews, numbers and its own changes, in plain sentences."""

from collections.abc import Iterator

from bot.domain.policy import Every, Measure, Policy, Review, Slot, TemplateId
from bot.rendering.consequences import length
from bot.rendering.model.phrases import given_if, headed, plain, said_if, sources, under

_EVERY = {
    Every.WEEKDAYS: "every weekday",
    Every.WEEKLY: "every week",
    Every.MONTHLY: "every month",
    Every.QUARTERLY: "every quarter",
}


def review_lines(review: Review, policy: Policy) -> Iterator[str]:
    """Say when something comes round, who holds it and what is looked at."""
    yield headed(f"{review.name}, {review.kind}, {_when(review)}", f"reviews.{review.id}", policy)
    yield from said_if(review.what, "  Looked at: {}.")
    held_by = [review.owner_title] if review.owner_title else sources(review.owner)
    yield from said_if(held_by, "  Held by: {}.")
    yield from said_if(review.attendees, "  Who comes: {}.")
    yield from given_if(f"{review.sample_percent} %" if review.sample_percent else None, "  Sample: {}.")
    yield from given_if(policy.channels[review.post_in].name if review.post_in else None, "  Posted in: {}.")
    template = policy.templates[TemplateId(review.template)] if review.template else None
    yield from given_if((template.name or template.id) if template else None, "  Begins with: {}.")


def measure_lines(policy: Policy) -> Iterator[str]:
    """Say each number that was promised; nothing where there is none."""
    if policy.measures:
        yield headed("Measures", "measures", policy)
        yield from (f"  {_measure(one)}." for one in policy.measures.values())


def change_lines(policy: Policy) -> Iterator[str]:
    """Say whose agreement a changed model needs, and when it is looked at next."""
    control = policy.change_control
    said = [
        *said_if([f"{one.title}: {plain(one.who)}" for one in control.sign_offs], "  Needs the agreement of: {}."),
        *said_if([policy.reviews[key].name for key in control.free_during], "  Needs none during: {}."),
        *given_if(control.log, "  Recorded in: {}."),
        *given_if(control.next_review, "  Looked at next on: {}."),
    ]
    yield from under(headed("Changes of this model", "change_control", policy), said)


def _when(review: Review) -> str:
    zone = "" if review.zone is None or isinstance(review.zone, Slot) else f" ({review.zone})"
    day = " ".join(filter(None, (review.place, review.day)))
    parts = [
        _EVERY[review.every],
        *([f"on {day}" if review.place is None else f"on the {day}"] if day else []),
        *([f"at {review.at:%H:%M}{zone}"] if review.at else []),
        *([f"for {length(review.lasts)}"] if review.lasts else []),
    ]
    return " ".join(parts)


def _measure(measure: Measure) -> str:
    wanted = [
        *([f"over {measure.over:g}"] if measure.over is not None else []),
        *([f"under {measure.under:g}"] if measure.under is not None else []),
    ]
    how = f" ({measure.how})" if measure.how else ""
    return f"{measure.name}: {' and '.join(wanted)} {measure.unit}{how}"
