"""Conn killed around each of its calls to Slack, and what it makes of the remains."""

import pytest

pytest.register_assert_rewrite(
    "tests.crash.pictures", "tests.crash.stage", "tests.crash.story"
)  # or a failure does not say what differs
