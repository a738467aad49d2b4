"""The safeguards, each with how it is taken away and a quick test that must fail without it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """In `file`, `before` (which is there once) becomes `after`; then `test` fails."""

    name: str
    file: str
    before: str
    after: str
    test: str


_LOST_ANSWER = (
    "tests/stories/test_slack_away.py::test_an_answer_lost_after_the_deed_is_looked_up_and_the_deed_done_once"
)

MUTANTS = (
    Mutant(
        name="the lock of the incident",
        file="store/incidents.py",
        before="LOCKED = ONE.with_for_update()",
        after="LOCKED = ONE",
        test="tests/store/test_incidents.py"
        "::test_who_changes_an_incident_keeps_everybody_else_from_it_until_the_end[postgres]",
    ),
    Mutant(
        name="the guard of requests",
        file="bot/web/guard.py",
        before="return expected is not None and hmac.compare_digest(expected, signature)",
        after="return True",
        test="tests/web/test_guard.py::test_what_slack_did_not_sign_is_refused",
    ),
    Mutant(
        name="BEGIN IMMEDIATE",
        file="store/engines.py",
        before='"BEGIN IMMEDIATE"',
        after='"BEGIN"',
        test="tests/store/test_database.py::TestOneProcess"
        "::test_a_transaction_that_may_write_keeps_every_other_program_out_from_its_beginning",
    ),
    Mutant(
        name="the look before a message is repeated",
        file="bot/delivery/sending.py",
        before="if sending.claim.unknown:",
        after="if sending is None:",
        test=f"{_LOST_ANSWER}[socket-sqlite-chat.postMessage]",
    ),
    Mutant(
        name="the lease in the store",
        file="store/outbox.py",
        before='EFFECT.c.lease_token == bindparam("token"))',
        after='bindparam("token").is_not(None))',
        test="tests/store/test_outbox.py::test_a_lease_that_lapsed_is_unknown_and_its_holder_can_mark_nothing[sqlite]",
    ),
    Mutant(
        name="the lease before a call",
        file="bot/delivery/calls.py",
        before="if time.monotonic() > LEASE_ENDS.get():",
        after="if False:",
        test="tests/stories/test_slack_answers.py::test_who_slept_through_their_lease_sends_nothing[socket-sqlite]",
    ),
    Mutant(
        name="no repetition by the SDK",
        file="bot/app.py",
        before=", retry_handlers=[])",
        after=")",
        test=f"{_LOST_ANSWER}[socket-sqlite-chat.postMessage]",
    ),
    Mutant(
        name="the answer after the work",
        file="bot/app.py",
        before="process_before_response=True",
        after="process_before_response=False",
        test="tests/stories/test_slack_answers.py::test_an_event_that_could_not_be_stored_comes_again_and_counts",
    ),
    Mutant(
        name="the chain of the log",
        file="store/codec.py",
        before="    sealed = [\n        previous,",
        after='    sealed = [\n        "",',
        test="tests/store/test_check.py::test_what_is_written_anew_with_a_seal_of_its_own_does_not_fit_what_follows"
        "[sqlite]",
    ),
    Mutant(
        name="the shape of payloads",
        file="bot/web/payload.py",
        before="kind.model_validate(payload)",
        after="kind.model_construct()",
        test="tests/properties/test_tampered.py"
        "::test_a_sample_of_what_can_be_wrong_with_a_payload_is_answered_and_changes_nothing",
    ),
    Mutant(
        name="the address of answers",
        file="bot/listeners/replies.py",
        before="if response_url and response_url.startswith(desk.hooks_url):",
        after="if response_url:",
        test="tests/web/test_contacts.py::test_nobody_is_contacted_but_slack_and_pagerduty",
    ),
    Mutant(
        name="the end of headers",
        file="bot/web/connection.py",
        before="self.force_close()",
        after="self._cut = None",
        test="tests/web/test_guard.py::test_requests_that_never_end_are_cut_off_and_everybody_else_is_served",
    ),
    Mutant(
        name="the parts that a text may have",
        file="bot/policy/filling.py",
        before="case kind if kind not in _PARTS:",
        after="case kind if kind is None:",
        test="tests/policy/test_errors.py::test_a_text_that_could_loop_or_grow_or_read_more_than_its_blanks_is_refused",
    ),
)
