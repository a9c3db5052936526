"""What can go wrong with LeadSquared, and what is not known of it, as switches (dossier, sections 1 to 9 and 11)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from leaddesk.demo.answers import WrongAnswer


class KeysRefused(StrEnum):
    """How the keys are refused (dossier, sections 1 and 2)."""

    NO = ""
    ENVELOPE = "401 with the envelope"
    OTHER_REGION = "401 with a text that names another host; the key test works"
    FORBIDDEN = "403"


class LimitCarrier(StrEnum):
    """What tells of the rate limit (dossier, section 4)."""

    STATUS_429 = "429"
    STATUS_403 = "403 with the text alone"
    STATUS_200 = "200 with the envelope"


class TotalForm(StrEnum):
    """`TotalCount` of the report."""

    TEXT = "text"
    NUMBER = "number"
    MISSING = "missing"


class NoRows(StrEnum):
    """`Results` of the report where there are none."""

    EMPTY_LIST = "empty list"
    NULL = "null"
    MISSING = "missing"


class GroupTotal(StrEnum):
    """What `TotalCount` of an aggregate counts."""

    GROUPS = "groups"
    LEADS = "leads"


class DataOperand(StrEnum):
    """What `LookUpValues` must be with `def` and `ndef`."""

    ANYTHING = "anything or nothing"
    EMPTY_TEXT = '[""]'
    EMPTY_LIST = "[]"
    ABSENT = "absent"


class OffsetMeaning(StrEnum):
    """What `Offset` of an activity query counts."""

    ROWS = "rows, from 0"
    PAGES_FROM_0 = "pages, from 0"
    PAGES_FROM_1 = "pages, from 1; 0 gives the first too"


class DataForm(StrEnum):
    """`Data` of an activity."""

    PAIRS = "list of Key and Value"
    OBJECT = "object"
    NULL = "null"


@dataclass(slots=True)
class LeadSquaredFaults:
    """All off at first; may be changed while the stand-in runs.

    "The report" is Leads/NotContacted; data calls are those that give leads or activities.

    Attributes:
        keys_refused: the right keys are refused, in this way.
        report_refuses_headers: the report takes the keys from the query string only.
        region_host: the account's API host as the key test and a refusal name it; empty for the host that was called.
        limit: (calls, seconds): refuses what is more in any window of that length; None for no limit.
        limit_carrier: how it refuses, for the limit and for `calls_per_day`.
        retry_after: the `Retry-After` header with a limit that was hit; empty sends none.
        calls_per_day: after so many calls all are refused with the words of the limit.
        metadata_status: fields, activity types and users are refused with this status.
        next_statuses: the coming data calls get these, one each; 429 has the words of the limit, 500 and above are a
            web page.
        infrastructure_fails: every data call gets 500 and a web page.
        exception_words: every data call gets an error envelope with these words; empty for none.
        exception_type, exception_status: its type and its status; 200 is possible.
        logic_status: status of MX exceptions about what was asked, such as a wrong date.
        wrong_answer: what data calls give in place of rows.
        report_missing: the path of the report is not found.
        total, no_rows, group_total: see the classes.
        groups_named_after_field: an aggregate's values are called `Count_ProspectID`, `Average_Score`.
        order_shifts_by: pages of the report after the first begin with so many rows of the page before in place of
            their own: rows repeat, others never come.
        page_size_refused_above: a greater page size is an MX exception (report, leads by ids, both searches).
        page_size_clamped_to: a greater page size is lowered in silence (the same).
        data_operand: see the class.
        letter_case_matters, percent_needed: filters tell "a" from "A"; `lik` without `%` tests the whole value.
        csv_begins_with_mark: CSV begins with a byte order mark.
        csv_ignores_paging: CSV holds all rows whatever page was asked for.
        csv_separator: between the values of a row.
        csv_has_display_names: the header has the fields' display names.
        csv_as_envelope: a request for CSV gets an error envelope with status 200.
        ids_left_out: leads by ids come without `ProspectID`.
        malformed_ids_refused: an id that is no GUID is an MX exception instead of a row less.
        star_is_all_columns: `*` as the columns of leads by ids gives all of them instead of none.
        lead_as_object: one lead by id comes bare, not in an array.
        lead_dates_in_milliseconds: one lead by id has dates like `/Date(1751910591000+0000)/`.
        quick_search_rows: most rows of a quick search.
        offset_meaning, activity_data: see the classes.
        user_status_is_text: `StatusCode` of users is text.
        delay_seconds: every answer takes so long.
    """

    keys_refused: KeysRefused = KeysRefused.NO
    report_refuses_headers: bool = False
    region_host: str = ""
    limit: tuple[int, float] | None = None
    limit_carrier: LimitCarrier = LimitCarrier.STATUS_429
    retry_after: str = ""
    calls_per_day: int | None = None
    metadata_status: int | None = None
    next_statuses: list[int] = field(default_factory=list[int])
    infrastructure_fails: bool = False
    exception_words: str = ""
    exception_type: str = "MXInvalidInputException"
    exception_status: int = 500
    logic_status: int = 500
    wrong_answer: WrongAnswer = WrongAnswer.NONE
    report_missing: bool = False
    total: TotalForm = TotalForm.TEXT
    no_rows: NoRows = NoRows.EMPTY_LIST
    group_total: GroupTotal = GroupTotal.GROUPS
    groups_named_after_field: bool = False
    order_shifts_by: int = 0
    page_size_refused_above: int | None = None
    page_size_clamped_to: int | None = None
    data_operand: DataOperand = DataOperand.ANYTHING
    letter_case_matters: bool = False
    percent_needed: bool = False
    csv_begins_with_mark: bool = False
    csv_ignores_paging: bool = False
    csv_separator: str = ","
    csv_has_display_names: bool = False
    csv_as_envelope: bool = False
    ids_left_out: bool = False
    malformed_ids_refused: bool = False
    star_is_all_columns: bool = False
    lead_as_object: bool = False
    lead_dates_in_milliseconds: bool = False
    quick_search_rows: int = 100
    offset_meaning: OffsetMeaning = OffsetMeaning.ROWS
    activity_data: DataForm = DataForm.PAIRS
    user_status_is_text: bool = False
    delay_seconds: float = 0.0
