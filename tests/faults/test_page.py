"""The page of faults is whole, true to the marks, and up to date."""

from tests.faults.catalogue import faults, invariants
from tests.faults.marks import marked, stated_by_history
from tests.faults.page import PAGE, page


def test_the_page_is_up_to_date(request):
    if request.config.getoption("--update-golden"):
        PAGE.write_text(page(), encoding="utf-8")

    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_mark_names_a_fault_or_a_sentence_there_is():
    known = {fault.number for found in faults().values() for fault in found} | {*invariants()}

    assert [shown for mark in ("fault", "invariant") for shown in marked(mark) if shown.number not in known] == []


def test_every_fault_is_shown_unless_it_is_open_or_strikes_nothing():
    shown = {one.number for one in marked("fault")}
    every = [fault for found in faults().values() for fault in found]

    assert [fault.number for fault in every if not (fault.open or fault.absent) and fault.number not in shown] == []
    assert [fault.number for fault in every if fault.absent and fault.number in shown] == []
    assert [fault.number for fault in every if bool(fault.absent) == bool(fault.conn or fault.open)] == []


def test_every_sentence_is_stated_somewhere():
    stated = {one.number for one in (*stated_by_history(), *marked("invariant"))}

    assert [number for number in invariants() if number not in stated] == []
