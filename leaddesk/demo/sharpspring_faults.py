"""What can go wrong with SharpSpring, and what nobody knows about it, as switches (dossier, sections 1 to 7 and 10)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from leaddesk.demo.answers import WrongAnswer


class KeyRefusal(StrEnum):
    """How wrong keys are refused (dossier, section 2)."""

    TEXT = "plain text"
    JSON_STRING = "JSON string"
    EMPTY = "empty"
    ENVELOPE = "error in the envelope"


class Hollow(StrEnum):
    """What stands where nothing is to be said: a client has to bear each of them."""

    NULL = "null"
    LIST = "[]"
    OBJECT = "{}"
    TEXT = '""'
    MISSING = "left out"


class EchoedId(StrEnum):
    """What the answer says for the id of the request."""

    SAME = "same"
    OTHER = "other"
    NUMBER = "number"
    MISSING = "left out"


class UnknownWhere(StrEnum):
    """What becomes of a condition that is not documented (dossier, open question 5)."""

    REFUSED = "refused"
    FILTERED = "filtered"
    IGNORED = "ignored"


class EventOrder(StrEnum):
    """How the events of `getEvents` are arranged: all by time; type after type; or an object of one list a type."""

    BY_TIME = "by time"
    BY_TYPE = "by type"
    LIST_A_TYPE = "a list for each type"


class EventData(StrEnum):
    """What `eventData` is: text by the schema, an object by a client (dossier, section 5)."""

    OBJECT = "object"
    JSON_TEXT = "JSON text"
    PLAIN_TEXT = "plain text"
    LIST = "[]"
    NULL = "null"


class Memberships(StrEnum):
    """The shapes in which list memberships may come: no answer was ever published."""

    PAIRS = "[{memberID, listID}]"
    IDS = "[ids]"
    MAP = "{memberID: [ids]}"
    NOTHING = "[]"


@dataclass(slots=True)
class SharpSpringFaults:
    """All off at first; may be changed while the stand-in runs. Unless said otherwise a switch holds for all methods.

    Attributes:
        keys_refused: the right keys are refused too.
        key_refusal: how keys are refused; with status 401 unless it is in the envelope.
        key_error_code: the code in the envelope; 0 is the fitting one of 103, 104 and 105.
        key_error_status: the HTTP status of that envelope.
        asks_for_sign_in: refused keys come with `WWW-Authenticate: Basic`.

        next_statuses: the coming calls answer with these HTTP statuses and no JSON, one each; then all is well again.
        next_wrong_answers: the same with status 200 and one of these bodies.
        wrong_answer: what comes in place of every answer, with status 200.
        next_errors: the coming calls answer with these errors: a code, or words of the vendor with the code 999.
        every_error: all calls answer with this error.
        error_status: the HTTP status of answers with an error.
        delay_seconds: every answer takes so long.

        daily_limit: the `queryLimit`; calls above it get error 106.
        calls_before: calls of the day before the stand-in began; lower it to play the reset of the counter.
        limit_per_second: calls above so many in any second get error 107.

        error_is_list: errors come as a list of one.
        codes_as_text: the code of an error is text.
        no_error: the `error` of a success.
        error_result: the `result` of an error.
        empty_result: in place of `{key: []}` when there is nothing; None keeps that.
        echoed_id: the `id` of the answer.
        call_count_missing: `callCount` and `queryLimit` are left out.
        documented_keys: results stand under the keys of the document (`leads`, `fields`), not under the real ones.
        membership_key: the result key of `getLeadListMemberships`, which nobody knows.
        has_more: `hasMore` stands at the top and inside `result`.

        most_rows: no list is longer than this, which is below 500.
        page_refused_above: a list with a greater `limit` (500 when left out) is answered with a web page.
        repeats_last_row: pages after the first begin with the last row of the page before, in place of their own.
        rows_gone: so many leads at the front are deleted once the first page was read; later pages move up.
        unreadable_row: 0-based place on each page of a row that is a number instead of an object.
        range_offset_ignored: `getLeadsDateRange` begins at the first row whatever `offset` says.
        range_paging_refused: `limit` and `offset` of `getLeadsDateRange` get error 205.
        range_limit_honoured: a `limit` above 500 is kept there.
        ends_are_exclusive: a lead exactly at either end of a date range is left out.
        timeline_paging_ignored: a timeline always comes whole.

        other_date_code: the error of a date in another form than `Y-m-d H:i:s`; 217 is possible too.
        unknown_where: what becomes of conditions other than the documented ones.
        unknown_fields_refused: a name in `fields` that is no field gets error 205 instead of being ignored.
        id_always_returned: with `fields`, leads come with `id` though it was not named.
        ghost_leads: `getLead` of an unknown id gives a lead without `id`.
        any_source_accepted: the timeline takes each of its sources as a filter, not the four documented ones alone.

        scalars_typed: numbers and yes/no come as such instead of as text.
        nulls_left_out: members that are null are left out of leads.
        flags_as_booleans: the flags of `getFields` are booleans.
        company_time: `v1.2` has the time of the company's zone, in and out.
        memberships: their shape.
        event_order: how `getEvents` arranges.
        event_data: what `eventData` is.
    """

    keys_refused: bool = False
    key_refusal: KeyRefusal = KeyRefusal.TEXT
    key_error_code: int = 0
    key_error_status: int = 200
    asks_for_sign_in: bool = False

    next_statuses: list[int] = field(default_factory=list[int])
    next_wrong_answers: list[WrongAnswer] = field(default_factory=list[WrongAnswer])
    wrong_answer: WrongAnswer = WrongAnswer.NONE
    next_errors: list[int | str] = field(default_factory=list[int | str])
    every_error: int | str | None = None
    error_status: int = 200
    delay_seconds: float = 0.0

    daily_limit: int = 50_000
    calls_before: int = 1_035
    limit_per_second: int | None = None

    error_is_list: bool = False
    codes_as_text: bool = False
    no_error: Hollow = Hollow.NULL
    error_result: Hollow = Hollow.NULL
    empty_result: Hollow | None = None
    echoed_id: EchoedId = EchoedId.SAME
    call_count_missing: bool = False
    documented_keys: bool = False
    membership_key: str = "getWhereIns"
    has_more: bool = False

    most_rows: int | None = None
    page_refused_above: int | None = None
    repeats_last_row: bool = False
    rows_gone: int = 0
    unreadable_row: int | None = None
    range_offset_ignored: bool = False
    range_paging_refused: bool = False
    range_limit_honoured: bool = False
    ends_are_exclusive: bool = False
    timeline_paging_ignored: bool = False

    other_date_code: int = 205
    unknown_where: UnknownWhere = UnknownWhere.REFUSED
    unknown_fields_refused: bool = False
    id_always_returned: bool = False
    ghost_leads: bool = False
    any_source_accepted: bool = False

    scalars_typed: bool = False
    nulls_left_out: bool = False
    flags_as_booleans: bool = False
    company_time: bool = False
    memberships: Memberships = Memberships.PAIRS
    event_order: EventOrder = EventOrder.BY_TIME
    event_data: EventData = EventData.OBJECT
