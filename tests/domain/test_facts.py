"""Numbers that people write for facts."""

import pytest

from bot.domain.errors import BadField
from bot.domain.facts import amount_in, count_in, repeats_in


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("300", 300),
        ("about 1,200 shops", 1200),
        ("12k", 12_000),
        (">20", 20),
        ("all of Europe", 0),
        ("50% of them", 0),
        ("12.5 %", 0),
        ("", 0),
    ],
)
def test_a_number_of_customers_is_read_where_there_is_one(text, count):
    assert count_in(text) == count


@pytest.mark.parametrize(
    ("text", "amount"),
    [("12000", 12_000), ("$12k", 12_000), ("1.5m EUR", 1_500_000), ("12,000 USD", 12_000), ("€ 99.90", 100), ("", 0)],
)
def test_an_amount_is_read_as_people_write_it(text, amount):
    assert amount_in(text) == amount


@pytest.mark.parametrize("text", ["a lot", "-5", "1e9", "12 or 13", "9" * 40])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(BadField):
        amount_in(text)


@pytest.mark.parametrize("text", ["three", "-1", "1.5", "9" * 9])
def test_what_is_no_count_is_refused(text):
    with pytest.raises(BadField):
        repeats_in(text)
