"""What LeadExec offers: account fields, searches, columns. Declared once; everything else is drawn from here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.domain.account import AccountField, AccountFieldKind, SignIn
from leaddesk.domain.provider import ProviderInfo
from leaddesk.domain.record import RecordKind
from leaddesk.domain.search import Choice, DateRange, FieldKind, Operator, SearchField, SearchSpec, SortRule
from leaddesk.providers.leadexec.columns import (
    INBOUND_COLUMNS,
    INBOUND_SORT_KEY,
    LEAD_COLUMNS,
    OUTBOUND_COLUMNS,
    OUTBOUND_SORT_KEY,
    discover_inbound_columns,
    discover_lead_columns,
    discover_outbound_columns,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.domain.columns import Column
    from leaddesk.domain.record import Record
    from leaddesk.domain.record_detail import RecordDetail
    from leaddesk.domain.send_history import SendHistory

LEAD_TYPES_SOURCE: Final = "lead_types"

_CREDENTIAL_HELP: Final = (
    "In LeadExec, open Settings > API Credentials and make a credential with the areas Data API and Account API. "
    "The client secret is shown only once, when the credential is made, so copy it at once. "
    "The areas of a credential cannot be changed afterwards: for other areas, make a new one."
)
_LEAD_TYPE: Final = SearchField(
    "LeadTypeUID",
    "Lead type",
    FieldKind.INTEGER,
    required=True,
    help="Pick one, or type its number. LeadExec searches one lead type at a time.",
    choices_from=LEAD_TYPES_SOURCE,
    allow_other=True,
    minimum=1,
)
_START: Final = SearchField("StartDate", "Start", FieldKind.MOMENT, required=True, help="Start of the range, in UTC.")
_END: Final = SearchField("EndDate", "End", FieldKind.MOMENT, required=True, help="End of the range, in UTC.")
_DATES: Final = DateRange("StartDate", "EndDate", "Dates")
_WORDS: Final = (Choice("ASC", "Ascending"), Choice("DESC", "Descending"))

_LEADS: Final = SearchSpec(
    key="leads",
    title="Leads",
    record_kind=RecordKind.LEAD,
    fields=(
        _LEAD_TYPE,
        _START,
        _END,
        SearchField(
            "Query",
            "Conditions",
            FieldKind.CONDITIONS,
            help="LeadExec documents =, ≥ and ≤ on fields of the lead type. Other operators may be ignored by it.",
            operators=(Operator("", "="), Operator("$gte", "≥"), Operator("$lte", "≤")),
            suggest_columns="Fields.",
        ),
        SearchField(
            "SortFields",
            "Sort by",
            FieldKind.TEXT_LIST,
            help="Names of fields, the most important first.",
            suggest_columns="Fields.",
        ),
        SearchField(
            "SortOrder",
            "Sort order",
            FieldKind.CHOICE,
            help="LeadExec documents the number for leads; the words are for accounts that refuse it.",
            choices=(
                Choice("0", "Ascending"),
                Choice("1", "Descending"),
                Choice("ASC", "Ascending (as a word)"),
                Choice("DESC", "Descending (as a word)"),
            ),
        ),
        SearchField(
            "Fields",
            "Fields to return",
            FieldKind.TEXT_LIST,
            help="Leave empty for all. With chosen fields alone, LeadExec may leave out ids and other sections.",
            suggest_columns="Fields.",
            advanced=True,
        ),
    ),
    columns=LEAD_COLUMNS,
    discover_columns=discover_lead_columns,
    date_range=_DATES,
    sort=SortRule("SortFields", "SortOrder", ascending="0", descending="1"),
    page_sizes=(1, 1000),
    open_sections=("Fields",),
    intro="Leads of one lead type within a range of dates.",
)


def _ping_order(help_text: str) -> SearchField:
    return SearchField("SortOrder", "Sort order", FieldKind.CHOICE, help=help_text, choices=_WORDS)


_INBOUND_PINGS: Final = SearchSpec(
    key="inbound-pings",
    title="Inbound pings",
    record_kind=RecordKind.PING,
    fields=(_LEAD_TYPE, _START, _END, _ping_order("LeadExec sorts pings by the date they were created.")),
    columns=INBOUND_COLUMNS,
    discover_columns=discover_inbound_columns,
    date_range=_DATES,
    sort=SortRule("", "SortOrder", ascending="ASC", descending="DESC", fixed_name=INBOUND_SORT_KEY),
    page_sizes=(1, 1000),
    open_sections=("Fields",),
    intro="Pings that sources sent to you, asking whether you would take a lead.",
)

_OUTBOUND_PINGS: Final = SearchSpec(
    key="outbound-pings",
    title="Outbound pings",
    record_kind=RecordKind.PING,
    fields=(_LEAD_TYPE, _START, _END, _ping_order("LeadExec sorts pings by the date they were created.")),
    columns=OUTBOUND_COLUMNS,
    discover_columns=discover_outbound_columns,
    date_range=_DATES,
    sort=SortRule("", "SortOrder", ascending="ASC", descending="DESC", fixed_name=OUTBOUND_SORT_KEY),
    page_sizes=(1, 1000),
    open_sections=("Fields",),
    intro="Pings that LeadExec sent to your clients, asking whether they would buy a lead.",
)


def _read_detail(record: Record, _columns: Sequence[Column]) -> RecordDetail:
    from leaddesk.providers.leadexec.record_reading import read_detail  # late: no window needs it to come up

    return read_detail(record)


def _read_sends(record: Record) -> tuple[str, SendHistory] | None:
    from leaddesk.providers.leadexec.record_reading import read_record_sends  # late: only an export asks

    return read_record_sends(record)


LEADEXEC: Final = ProviderInfo(
    key="leadexec",
    title="LeadExec",
    account_fields=(
        AccountField("client_id", "Client id", help="Settings > API Credentials in LeadExec."),
        AccountField(
            "client_secret",
            "Client secret",
            AccountFieldKind.SECRET,
            help="Shown by LeadExec only once, when the credential is made.",
        ),
        AccountField(
            "access_token",
            "Access token",
            AccountFieldKind.SECRET,
            help="Instead of client id and secret: a token you were given. It lasts about an hour.",
        ),
        AccountField(
            "data_server",
            "Data server",
            AccountFieldKind.SERVER,
            default="https://apidata.leadexec.net",
            help="Where leads and pings are read.",
        ),
        AccountField(
            "account_server",
            "Account server",
            AccountFieldKind.SERVER,
            default="https://api.leadexec.net",
            help="Where leaddesk signs in and reads the lead types.",
        ),
    ),
    sign_ins=(SignIn("API credential", ("client_id", "client_secret")), SignIn("Access token", ("access_token",))),
    credential_help=_CREDENTIAL_HELP,
    searches=(_LEADS, _INBOUND_PINGS, _OUTBOUND_PINGS),
    read_detail=_read_detail,
    read_sends=_read_sends,
)
