from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.durations import Deadline, DurationError, End


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30s", Deadline(elapsed=timedelta(seconds=30))),
        ("5m", Deadline(elapsed=timedelta(minutes=5))),
        ("1h30m", Deadline(elapsed=timedelta(minutes=90))),
        ("1h 30m", Deadline(elapsed=timedelta(minutes=90))),
        ("90m", Deadline(elapsed=timedelta(minutes=90))),
        ("2h", Deadline(elapsed=timedelta(hours=2))),
        ("3d", Deadline(elapsed=timedelta(days=3))),
        ("1w", Deadline(elapsed=timedelta(days=7))),
        ("1bd", Deadline(business_days=1)),
        ("4bh", Deadline(business_hours=4)),
        ("1bd 4h", Deadline(business_days=1, elapsed=timedelta(hours=4))),
        ("0m", Deadline()),
        ("end_of_shift", Deadline(end=End.SHIFT)),
        ("end_of_day", Deadline(end=End.DAY)),
    ],
)
def test_a_duration_is_read_as_people_write_it(text, expected):
    assert Deadline.parse(text) == expected


@pytest.mark.parametrize("text", ["", "5", "5 minutes", "m5", "-5m", "1.5h", "5m5m", "end_of_time", "9999d", 5, None])
@pytest.mark.fault("F94")
def test_what_is_no_duration_is_refused_with_a_sentence(text):
    with pytest.raises(DurationError, match=r"duration|twice|ten years"):
        Deadline.parse(text)


@given(
    st.builds(
        Deadline,
        elapsed=st.integers(0, 10**7).map(lambda seconds: timedelta(seconds=seconds)),
        business_hours=st.integers(0, 100),
        business_days=st.integers(0, 100),
    )
)
def test_a_duration_reads_back_as_it_was_written(deadline):
    assert Deadline.parse(str(deadline)) == deadline
