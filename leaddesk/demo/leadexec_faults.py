"""What can go wrong with LeadExec, as switches, and a log of what the stand-in was asked (dossier, sections 10, 11)."""

from __future__ import annotations

from dataclasses import dataclass, field

from leaddesk.demo.answers import WrongAnswer
from leaddesk.demo.call_log import CallLog


@dataclass(slots=True)
class Faults:
    """All off at first; may be changed while the stand-in runs.

    Data calls are the three list queries; the token and the lead types have switches of their own.

    Attributes:
        token_error: words; the token call answers 200 with `error` set and no token.
        token_status: the token call answers with this status.
        calls_per_token: a token is refused (401) after so many data calls.
        lead_types_status: the account host refuses the lead types with this status.
        data_status: every data call answers with this status.
        next_data_statuses: the coming data calls answer with these, one each; then all is well again.
        retry_after: the `Retry-After` header of answers 429 and 503; empty sends none.
        plain_text_errors: errors are plain text, not JSON.
        wrong_answer: what comes in place of a list.
        total_too_high_by: added to the total of every list.
        total_missing: the total is left out.
        most_rows: a greater `Take` is lowered to this, and echoed so.
        repeats_last_row: pages after the first begin with the last row of the page before, in place of their own.
        rows_moved: so many rows come in at the front once the first page was read; later pages move along.
        unreadable_row: 0-based place on each page of a row that is a number instead of an object.
        numbers_as_text: `UID` and the totals are text, as in the old interface.
        number_order_refused: `SortOrder` as a number gets 400.
        word_order_refused: `SortOrder` as a word gets 400 (leads only).
        unknown_operators_refused: an operator other than `$gte` and `$lte` gets 400 instead of being ignored.
        query_ignored, sort_ignored: the filter or the order has no effect.
        uid_left_out: with `Fields`, leads come without `UID`.
        range_tests_last_updated: the dates are compared with `LastUpdated`, not with `DateAdded` (leads only).
        end_is_exclusive: a row exactly at the end is left out.
        delay_seconds: every answer takes so long.
    """

    token_error: str = ""
    token_status: int | None = None
    calls_per_token: int | None = None
    lead_types_status: int | None = None
    data_status: int | None = None
    next_data_statuses: list[int] = field(default_factory=list[int])
    retry_after: str = ""
    plain_text_errors: bool = False
    wrong_answer: WrongAnswer = WrongAnswer.NONE
    total_too_high_by: int = 0
    total_missing: bool = False
    most_rows: int | None = None
    repeats_last_row: bool = False
    rows_moved: int = 0
    unreadable_row: int | None = None
    numbers_as_text: bool = False
    number_order_refused: bool = False
    word_order_refused: bool = False
    unknown_operators_refused: bool = False
    query_ignored: bool = False
    sort_ignored: bool = False
    uid_left_out: bool = False
    range_tests_last_updated: bool = False
    end_is_exclusive: bool = False
    delay_seconds: float = 0.0


@dataclass(slots=True)
class LeadExecLog(CallLog):
    """What was asked, the tokens given, and the most token calls at one time."""

    tokens_given: int = 0
    most_token_calls_at_once: int = 0
