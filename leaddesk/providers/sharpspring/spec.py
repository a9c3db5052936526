"""What SharpSpring offers: account fields, searches, columns. Declared once; everything else is drawn from here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

from leaddesk.domain.account import AccountField, AccountFieldKind, SignIn
from leaddesk.domain.errors import FieldProblem
from leaddesk.domain.provider import ProviderInfo
from leaddesk.domain.record import RecordKind
from leaddesk.domain.search import Choice, Completion, DateRange, FieldKind, Operator, SearchField, SearchSpec
from leaddesk.providers.sharpspring.columns import (
    CUSTOM_NAME,
    EVENT_COLUMNS,
    FIELD_COLUMNS,
    LEAD_COLUMNS,
    MEMBERSHIP_COLUMNS,
    TIMELINE_COLUMNS,
    discover_event_columns,
    discover_field_columns,
    discover_lead_columns,
    discover_membership_columns,
    discover_timeline_columns,
)

if TYPE_CHECKING:
    from leaddesk.domain.columns import Column
    from leaddesk.domain.record import Record
    from leaddesk.domain.record_detail import RecordDetail

LEAD_FIELDS_SOURCE: Final = "lead_fields"
USERS_SOURCE: Final = "users"
MOST_MEMBER_IDS: Final = 10_000

_PAGE_SIZES: Final = (1, 500)
_ID_PATTERN: Final = r"[0-9]{1,18}"
_ID_WORDS: Final = "digits only"
_CREDENTIAL_HELP: Final = (
    "In Lead Gen & CRM (SharpSpring), an administrator opens Settings > API Settings and finds the account id and the "
    "secret key there, or makes a new one. One key opens the whole account; there are no lesser rights to choose. "
    "leaddesk only reads: it cannot send a call that writes."
)
_FIELDS: Final = SearchField(
    "fields",
    "Fields to return",
    FieldKind.TEXT_LIST,
    help="Leave empty for all. The id always comes too.",
    choices_from=LEAD_FIELDS_SOURCE,
    advanced=True,
)
_NOT_IN_LISTS: Final = "Deactivated leads are left out by SharpSpring."


def _check_where(values: Mapping[str, Any]) -> Sequence[FieldProblem]:
    """SharpSpring compares for equality alone: a value is a single one, or a list of single ones."""
    where = cast("dict[str, Any]", values.get("where") or {})
    for name, value in where.items():
        items = cast("list[Any]", value) if isinstance(value, list) else [value]
        if any(isinstance(item, dict | list) for item in items):
            words = f"“{name}” must be one value or a list of values: SharpSpring has no other comparison than ="
            return (FieldProblem("where", words),)
    return ()


def _check_events(values: Mapping[str, Any]) -> Sequence[FieldProblem]:
    if values.get("leadID") or values.get("createTimestamp"):
        return ()
    return (FieldProblem("leadID", "fill in the lead’s id, or the time since when events are wanted"),)


_LEAD: Final = SearchSpec(
    key="lead",
    title="Lead by id",
    record_kind=RecordKind.LEAD,
    fields=(
        SearchField(
            "id", "Lead id", FieldKind.TEXT, required=True, pattern=_ID_PATTERN, pattern_words=f"an id, {_ID_WORDS}"
        ),
    ),
    columns=LEAD_COLUMNS,
    discover_columns=discover_lead_columns,
    open_pattern=CUSTOM_NAME,
    page_sizes=_PAGE_SIZES,
    intro="One lead with all its fields, also a deactivated one.",
    completion=Completion.AT_ONCE,
)

_LEADS: Final = SearchSpec(
    key="leads",
    title="Leads",
    record_kind=RecordKind.LEAD,
    fields=(
        SearchField(
            "where",
            "Conditions",
            FieldKind.CONDITIONS,
            help="Leave empty for all leads. SharpSpring documents only id and emailAddress, each with one value or a "
            "list of values; other conditions may be ignored or refused by it.",
            operators=(Operator("", "="),),
        ),
        _FIELDS,
    ),
    columns=LEAD_COLUMNS,
    discover_columns=discover_lead_columns,
    open_pattern=CUSTOM_NAME,
    page_sizes=_PAGE_SIZES,
    page_size=250,
    intro=f"All leads, or those of certain ids or e-mail addresses. {_NOT_IN_LISTS} "
    "It keeps no snapshot while pages are read: leads deleted meanwhile can move others past a page.",
    check=_check_where,
    completion=Completion.AT_ONCE,
)

_LEADS_BY_DATE: Final = SearchSpec(
    key="leads-by-date",
    title="Leads by date",
    record_kind=RecordKind.LEAD,
    fields=(
        SearchField("startDate", "Start", FieldKind.MOMENT, required=True, help="Start of the range, in UTC."),
        SearchField("endDate", "End", FieldKind.MOMENT, required=True, help="End of the range, in UTC."),
        SearchField(
            "timestamp",
            "Which date",
            FieldKind.CHOICE,
            required=True,
            help="“Updated” counts leads that were never updated by their creation.",
            choices=(Choice("create", "Created"), Choice("update", "Updated")),
        ),
        _FIELDS,
    ),
    columns=LEAD_COLUMNS,
    discover_columns=discover_lead_columns,
    open_pattern=CUSTOM_NAME,
    date_range=DateRange("startDate", "endDate", "Dates"),
    can_jump=False,
    page_sizes=_PAGE_SIZES,
    page_size=250,
    intro=f"Leads that were created or updated within a range of dates. {_NOT_IN_LISTS}",
    completion=Completion.AT_ONCE,
)

_EVENTS: Final = SearchSpec(
    key="events",
    title="Events",
    record_kind=RecordKind.EVENT,
    fields=(
        SearchField("leadID", "Lead id", FieldKind.TEXT, pattern=_ID_PATTERN, pattern_words=f"an id, {_ID_WORDS}"),
        SearchField(
            "createTimestamp",
            "Since",
            FieldKind.MOMENT,
            help="Without a lead’s id, all later events of the whole account come: choose a short time. In UTC.",
        ),
    ),
    columns=EVENT_COLUMNS,
    discover_columns=discover_event_columns,
    page_sizes=_PAGE_SIZES,
    intro="Events of one lead, or of all leads since a time. SharpSpring never tells mail that was only synchronised.",
    check=_check_events,
)

_TIMELINE: Final = SearchSpec(
    key="timeline",
    title="Timeline",
    record_kind=RecordKind.EVENT,
    fields=(
        SearchField(
            "whoID", "Lead id", FieldKind.TEXT, required=True, pattern=_ID_PATTERN, pattern_words=f"an id, {_ID_WORDS}"
        ),
        SearchField(
            "eventSource",
            "Event source",
            FieldKind.CHOICE,
            help="Leave empty for all. SharpSpring documents these four; another one may be typed.",
            choices=(
                Choice("emailOpened", "E-mail opened"),
                Choice("formSubmit", "Form submitted"),
                Choice("emailVisit", "Visit from an e-mail"),
                Choice("importantPageVisit", "Important page visited"),
            ),
            allow_other=True,
        ),
    ),
    columns=TIMELINE_COLUMNS,
    discover_columns=discover_timeline_columns,
    page_sizes=_PAGE_SIZES,
    intro="What happened with one lead, in order of time.",
)

_LIST_MEMBERSHIPS: Final = SearchSpec(
    key="list-memberships",
    title="List memberships",
    record_kind=RecordKind.MEMBERSHIP,
    fields=(
        SearchField(
            "memberIDs",
            "Lead ids",
            FieldKind.ID_LIST,
            required=True,
            help=f"Paste up to {MOST_MEMBER_IDS:,} ids; they are asked for a hundred at a time.",
            maximum=MOST_MEMBER_IDS,
            pattern=_ID_PATTERN,
            pattern_words=_ID_WORDS,
        ),
    ),
    columns=MEMBERSHIP_COLUMNS,
    discover_columns=discover_membership_columns,
    page_sizes=_PAGE_SIZES,
    intro="The lists that leads are on.",
)

_FIELD_LIST: Final = SearchSpec(
    key="fields",
    title="Fields",
    record_kind=RecordKind.FIELD,
    fields=(),
    columns=FIELD_COLUMNS,
    discover_columns=discover_field_columns,
    page_sizes=_PAGE_SIZES,
    intro="The fields of the account: their labels, system names and types.",
)


def _read_detail(record: Record, columns: Sequence[Column]) -> RecordDetail:
    from leaddesk.providers.sharpspring.record_reading import read_detail  # late: no window needs it to come up

    return read_detail(record, columns)


SHARPSPRING: Final = ProviderInfo(
    key="sharpspring",
    title="SharpSpring (Lead Gen & CRM)",
    account_fields=(
        AccountField(
            "account_id", "Account id", AccountFieldKind.SECRET, help="Settings > API Settings in Lead Gen & CRM."
        ),
        AccountField(
            "secret_key",
            "Secret key",
            AccountFieldKind.SECRET,
            help="Beside the account id. It opens the whole account, so keep it as you would a password.",
        ),
        AccountField(
            "server", "Server", AccountFieldKind.SERVER, default="https://api.sharpspring.com", help="Where it is read."
        ),
        AccountField(
            "api_version",
            "API version",
            AccountFieldKind.CHOICE,
            default="v1.2",
            help="v1.2 has all times in UTC. v1 has them in the company’s own zone, which no answer names: they are "
            "shown as they came and not converted.",
            choices=(Choice("v1.2", "v1.2 (times in UTC)"), Choice("v1", "v1 (times in the company’s zone)")),
        ),
    ),
    sign_ins=(SignIn("API key", ("account_id", "secret_key")),),
    credential_help=_CREDENTIAL_HELP,
    searches=(_LEADS, _LEADS_BY_DATE, _LEAD, _EVENTS, _TIMELINE, _LIST_MEMBERSHIPS, _FIELD_LIST),
    read_detail=_read_detail,
    lead_facts=frozenset(),
)
