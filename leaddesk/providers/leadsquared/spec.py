"""What LeadSquared offers: account fields, searches, columns. Declared once; everything else is drawn from here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from leaddesk.domain.account import AccountField, AccountFieldKind, SignIn
from leaddesk.domain.errors import FieldProblem
from leaddesk.domain.lead import LeadFact
from leaddesk.domain.provider import ProviderInfo
from leaddesk.domain.record import RecordKind
from leaddesk.domain.search import (
    Choice,
    Completion,
    ConditionRow,
    DateRange,
    FieldKind,
    OnlyWith,
    Operator,
    SearchField,
    SearchSpec,
)
from leaddesk.providers.leadsquared.columns import CUSTOM_PREFIX, LEAD_COLUMNS, discover_columns
from leaddesk.providers.leadsquared.json_values import GUID

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from leaddesk.domain.columns import Column
    from leaddesk.domain.record import Record
    from leaddesk.domain.record_detail import RecordDetail

USERS_SOURCE: Final = "users"
LEAD_FIELDS_SOURCE: Final = "lead_fields"
ACTIVITY_TYPES_SOURCE: Final = "activity_types"
"""Names of the lists that are fetched from the account."""

DEFAULT_SERVER: Final = "https://api.leadsquared.com"
MOST_IDS: Final = 10_000
LIST: Final = "List"
AGGREGATE: Final = "Aggregate"
CSV: Final = "CSV"

_REGIONS: Final = (
    Choice(DEFAULT_SERVER, "Singapore"),
    Choice("https://api-us11.leadsquared.com", "USA"),
    Choice("https://api-in21.leadsquared.com", "India (Mumbai)"),
    Choice("https://api-in22.leadsquared.com", "India (Hyderabad)"),
    Choice("https://api-ir31.leadsquared.com", "Ireland"),
    Choice("https://api-ca12.leadsquared.com", "Canada"),
    Choice("https://api-me61.leadsquared.com", "Middle East"),
)
"""Those that are known; the list grows, so that any other may be typed (dossier section 1)."""

_CREDENTIAL_HELP: Final = (
    "In LeadSquared, open My Profile > Settings > API and Webhooks: access key, secret key and the API host of your "
    "region stand there. The keys see what their user may see, so an administrator’s keys are best; they end when that "
    "user is deactivated. Testing the account finds the right server."
)

_LEAD_OPERATORS: Final = (
    Operator("=", "="),
    Operator("<>", "≠"),
    Operator(">", ">"),
    Operator("<", "<"),
    Operator(">=", "≥"),
    Operator("<=", "≤"),
    Operator("lik", "contains"),
    Operator("nlik", "does not contain"),
    Operator("in", "is one of"),
    Operator("def", "contains data"),
    Operator("ndef", "contains no data"),
)
"""The ten of the report's document, and `<>`, which its activity filters and the search by criteria know."""

_ACTIVITY_OPERATORS: Final = (Operator("in", "is one of"), Operator("=", "="), Operator("<>", "≠"))


def _check_users(values: Mapping[str, Any]) -> list[FieldProblem]:
    """One condition names one thing: ids or addresses."""
    are_addresses = {"@" in user for user in values.get("users", ())}
    words = "give ids of users or their e-mail addresses, not both at once"
    return [FieldProblem("users", words)] if len(are_addresses) > 1 else []


_NOT_CONTACTED: Final = SearchSpec(
    key="not-contacted",
    title="Leads not contacted",
    record_kind=RecordKind.LEAD,
    fields=(
        SearchField(
            "users",
            "Users",
            FieldKind.TEXT_LIST,
            help="Ids or e-mail addresses of users. Leave empty for all users.",
            choices_from=USERS_SOURCE,
        ),
        SearchField(
            "lead_filters",
            "Lead filters",
            FieldKind.CONDITION_LIST,
            help="All of these must hold. In raw JSON, fields go by their schema names.",
            choices_from=LEAD_FIELDS_SOURCE,
            row=ConditionRow(
                name_key="LookUpName",
                operator_key="SqlOperator",
                values_key="LookUpValues",
                operators=_LEAD_OPERATORS,
                many_values=("in",),
                no_value=("def", "ndef"),
            ),
        ),
        SearchField(
            "activity_filters",
            "Activities that did not take place",
            FieldKind.CONDITION_LIST,
            help="Leave empty for leads without any activity. LeadSquared cannot be asked since when: sort by last "
            "activity instead.",
            row=ConditionRow(
                name_key="LookUpName",
                operator_key="SqlOperator",
                values_key="LookUpValues",
                operators=_ACTIVITY_OPERATORS,
                many_values=("in",),
                fixed_name="ActivityEvent",
                values_from=ACTIVITY_TYPES_SOURCE,
            ),
        ),
        SearchField(
            "DateField",
            "Which date",
            FieldKind.TEXT_LIST,
            help="The date of the lead that a range is about.",
            choices=(Choice("LeadCreatedOn", "Lead created"), Choice("LeadModifiedOn", "Lead modified")),
        ),
        SearchField("FromDate", "From", FieldKind.MOMENT_LIST, help="Start of each range, in UTC."),
        SearchField("ToDate", "To", FieldKind.MOMENT_LIST, help="End of each range, in UTC."),
        SearchField(
            "Type",
            "Output",
            FieldKind.CHOICE,
            choices=(Choice(LIST, "List of leads"), Choice(AGGREGATE, "Figures by a field")),
            default=LIST,
        ),
        SearchField(
            "IncludeCSV",
            "Columns",
            FieldKind.TEXT_LIST,
            help="Schema names of the fields to return; leave empty for the usual ones. The id is always among them.",
            choices_from=LEAD_FIELDS_SOURCE,
            only_with=OnlyWith("Type", LIST),
        ),
        SearchField(
            "GroupBy",
            "Group by",
            FieldKind.CHOICE,
            required=True,
            help="One row, and one bar, for each value of this field.",
            choices_from=LEAD_FIELDS_SOURCE,
            only_with=OnlyWith("Type", AGGREGATE),
        ),
        SearchField(
            "AggregateFunction",
            "Figure",
            FieldKind.CHOICE,
            required=True,
            choices=(Choice("Count", "Count"), Choice("Average", "Average"), Choice("Sum", "Sum")),
            only_with=OnlyWith("Type", AGGREGATE),
        ),
        SearchField(
            "AggregateField",
            "Figure of",
            FieldKind.CHOICE,
            required=True,
            help="The field that is counted, averaged or summed up.",
            choices_from=LEAD_FIELDS_SOURCE,
            only_with=OnlyWith("Type", AGGREGATE),
        ),
        SearchField(
            "ResponseFormat",
            "Answer as",
            FieldKind.CHOICE,
            help="JSON says how many there are in all; CSV does not.",
            choices=(Choice("JSON", "JSON"), Choice(CSV, "CSV")),
            default="JSON",
            advanced=True,
        ),
    ),
    columns=LEAD_COLUMNS,
    discover_columns=discover_columns,
    open_prefix=CUSTOM_PREFIX,
    date_range=DateRange("FromDate", "ToDate", "Dates of the lead", field_key="DateField"),
    check=_check_users,
    intro="Leads on which the chosen activities have not taken place.",
    completion=Completion.AT_ONCE,
)

_LEADS_BY_ID: Final = SearchSpec(
    key="leads-by-id",
    title="Leads by id",
    record_kind=RecordKind.LEAD,
    fields=(
        SearchField(
            "LeadIds",
            "Lead ids",
            FieldKind.ID_LIST,
            required=True,
            help=f"Paste a column of a spreadsheet: up to {MOST_IDS:,} ids (ProspectID).",
            maximum=MOST_IDS,
            pattern=GUID,
            pattern_words="32 hexadecimal digits with four hyphens, like 01234567-89ab-cdef-0123-456789abcdef",
        ),
        SearchField(
            "Include_CSV",
            "Columns",
            FieldKind.TEXT_LIST,
            help="Schema names of the fields to return; leave empty for the usual ones. The id is always among them.",
            choices_from=LEAD_FIELDS_SOURCE,
        ),
    ),
    columns=LEAD_COLUMNS,
    discover_columns=discover_columns,
    open_prefix=CUSTOM_PREFIX,
    page_size=1000,  # each page is one call, and lists what it did not find
    intro="Leads whose ids you have. Which were not found is listed.",
    completion=Completion.AT_ONCE,
)

_QUICK_SEARCH: Final = SearchSpec(
    key="quick-search",
    title="Quick search",
    record_kind=RecordKind.LEAD,
    fields=(
        SearchField(
            "key",
            "Search for",
            FieldKind.TEXT,
            required=True,
            help="A name, an e-mail address, a phone number, a company, a city or a country, or a part of one.",
        ),
    ),
    columns=LEAD_COLUMNS,
    discover_columns=discover_columns,
    open_prefix=CUSTOM_PREFIX,
    can_jump=False,
    intro="LeadSquared’s own search box. It does not say how many leads it gives at most.",
    completion=Completion.AT_ONCE,
)


def _read_detail(record: Record, columns: Sequence[Column]) -> RecordDetail:
    from leaddesk.providers.leadsquared.record_reading import read_detail  # late: no window needs it to come up

    return read_detail(record, columns)


LEADSQUARED: Final = ProviderInfo(
    key="leadsquared",
    title="LeadSquared",
    account_fields=(
        AccountField(
            "server",
            "Server",
            AccountFieldKind.SERVER,
            default=DEFAULT_SERVER,
            help="The API host of your region: My Profile > Settings > API and Webhooks. Testing the account finds it.",
            choices=_REGIONS,
        ),
        AccountField(
            "access_key",
            "Access key",
            AccountFieldKind.SECRET,
            help="My Profile > Settings > API and Webhooks in LeadSquared.",
        ),
        AccountField(
            "secret_key",
            "Secret key",
            AccountFieldKind.SECRET,
            help="Stands beside the access key.",
        ),
    ),
    sign_ins=(SignIn("Keys of a user", ("access_key", "secret_key")),),
    credential_help=_CREDENTIAL_HELP,
    searches=(_NOT_CONTACTED, _LEADS_BY_ID, _QUICK_SEARCH),
    read_detail=_read_detail,
    lead_facts=frozenset({LeadFact.SOURCE, LeadFact.GRADE}),
)
