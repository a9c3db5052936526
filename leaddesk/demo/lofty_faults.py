"""What can go wrong with Lofty, as switches (dossier, sections 10 and 11)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from leaddesk.demo.answers import WrongAnswer


class Refused(StrEnum):
    """How a credential is turned down (dossier, section 2)."""

    WORDS_401 = "401 with a JSON string"
    OBJECT_401 = "401 with code 20004"
    NO_USER_400 = "400 with code 200058"
    NO_SCOPE_403 = "403 with code 200100"
    NO_RIGHT_400 = "400 with code 20017"


class ErrorShape(StrEnum):
    """The body of an error (dossier, section 8)."""

    OBJECT = "code and message"
    NAMED = "the code by its name"
    STRING = "a bare JSON string"
    PLAIN_TEXT = "plain text"
    EXCEPTION = "BaseApplicationException in the message"
    WEB_PAGE = "a web page"


class Envelope(StrEnum):
    """What a list with a total comes in (dossier, section 4)."""

    METADATA = "_metadata"
    GET_METADATA = "get_metadata"
    NO_METADATA = "neither"
    WRAPPED = "code, message, data"
    DATA_LIST = "data.list"
    BARE = "a bare array"


class Reset(StrEnum):
    """What `X-RateLimit-Reset` counts (dossier, section 7)."""

    EPOCH = "seconds since 1970"
    SECONDS = "seconds from now"
    MILLISECONDS = "milliseconds from now"


class Cursor(StrEnum):
    """What becomes of `scrollId` from page to page."""

    CHANGES = "a new one with each page"
    STAYS = "the same one"


class ScrollEnd(StrEnum):
    """What `scrollId` is on the last page."""

    KEPT = "there, and leads to an empty page"
    MISSING = "left out"
    BLANK = "empty text"


class Separator(StrEnum):
    """How several names stand in one parameter."""

    COMMA = "commas"
    REPEATED = "the parameter is repeated"


@dataclass(slots=True)
class LoftyFaults:
    """All off at first; may be changed while the stand-in runs.

    Attributes:
        only_path: the switches of this paragraph concern calls only whose path begins so.
        next_statuses: the coming calls answer with these, one each; then all is well again.
        always_refused: every credential is turned down so.
        wrong_answer: what comes with status 200 in place of the answer.
        web_page_status: the status of that answer, when a proxy says more than 200.
        code_in_200: the answer is `code`, `message` and no data, with status 200.
        error_shape: the body of every error.
        delay_seconds: every answer takes so long.

        bad_credential: how a credential that is not known is turned down.

        rate_headers: every answer tells the limit, what is left and when it begins anew.
        limit_per_minute: so many calls in a window; the next ones get 429.
        window_seconds: the length of the window.
        reset_as: what the third header counts.
        retry_after: the `Retry-After` header of answers 429 and 503; empty sends none.

        envelope: what lists with a total come in.
        lead_is_bare: a single lead comes without `lead` around it.
        ignored_parameters: filters with these names have no effect.
        list_separator: how several names stand in one parameter.
        unknown_names_refused: a tag, source, segment or group that the team does not have gets 404, as a stage does.
        sort_refused: a sort value outside the document's list gets 400 in place of being ignored.
        key_matches_start_only: `key` is compared with the beginning of names, phones and e-mails.
        deepest_offset: `offset` and `limit` together may not be greater.

        cursor: what becomes of `scrollId` from page to page.
        scroll_end: what it is on the last page.
        cursor_gone_after: it is left out from this page on, though more would follow (1 is the first page).
        cursor_calls: a walk's cursor is refused once so many pages after the first were read with it.
        cursor_refusals: so many cursors are refused in this way, then no more; None for always.
        cursor_refusal_status: 400, 404 or 500.
        cursor_forgets_filters: filters and order count only when they are sent again.
        cursor_starts_over: a cursor from a page with an offset counts from the first lead.
        cursor_with_offset_refused: the two together get 400; otherwise the offset is ignored.

        repeats_last_lead: pages after the first begin with the last lead of the page before, in place of their own.
        pages_overlap_by: pages after the first begin so many leads earlier; cursors lose none by it.
        leads_moved: so many leads come in at the front once the first page was read; later offsets move along.
        total_moves_by: added to the total with each page.
        total_missing: the total is left out.
        unreadable_row: 0-based place on each page of a row that is a number instead of an object.

        member_ids_short: members have ids of 6 digits, which no lead has as `assignedUserId`.
        members_missing: there are no members (404, code 20003).
        timeline_empty: the second timeline has no entries for anybody.
    """

    only_path: str = ""
    next_statuses: list[int] = field(default_factory=list[int])
    always_refused: Refused | None = None
    wrong_answer: WrongAnswer = WrongAnswer.NONE
    web_page_status: int = 200
    code_in_200: int | str | None = None
    error_shape: ErrorShape = ErrorShape.OBJECT
    delay_seconds: float = 0.0

    bad_credential: Refused = Refused.OBJECT_401

    rate_headers: bool = False
    limit_per_minute: int | None = None
    window_seconds: float = 60.0
    reset_as: Reset = Reset.EPOCH
    retry_after: str = ""

    envelope: Envelope = Envelope.METADATA
    lead_is_bare: bool = False
    ignored_parameters: set[str] = field(default_factory=set[str])
    list_separator: Separator = Separator.COMMA
    unknown_names_refused: bool = False
    sort_refused: bool = False
    key_matches_start_only: bool = False
    deepest_offset: int = 20_000

    cursor: Cursor = Cursor.CHANGES
    scroll_end: ScrollEnd = ScrollEnd.KEPT
    cursor_gone_after: int | None = None
    cursor_calls: int | None = None
    cursor_refusals: int | None = None
    cursor_refusal_status: int = 400
    cursor_forgets_filters: bool = False
    cursor_starts_over: bool = False
    cursor_with_offset_refused: bool = False

    repeats_last_lead: bool = False
    pages_overlap_by: int = 0
    leads_moved: int = 0
    total_moves_by: int = 0
    total_missing: bool = False
    unreadable_row: int | None = None

    member_ids_short: bool = False
    members_missing: bool = False
    timeline_empty: bool = False
