"""The clock that deadlines go by follows nobody who sets this machine's."""

from datetime import UTC, datetime, timedelta

import pytest

from store.clock import AnchoredClock

HOUR, MOMENT = timedelta(hours=1), timedelta(seconds=1)


@pytest.mark.fault("F89")
@pytest.mark.parametrize("jump", [HOUR, -HOUR])
def test_a_machines_clock_that_jumps_hurries_and_delays_nothing(jump):
    # given a clock that was begun by a machine's
    ahead = timedelta()
    clock = AnchoredClock(lambda: datetime.now(UTC) + ahead)
    before = clock.now()

    # when that one is set
    ahead = jump

    # then time goes on as it did, and the difference can be asked for
    assert timedelta() <= clock.now() - before < MOMENT
    assert abs(clock.drift() - jump) < MOMENT
