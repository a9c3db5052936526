"""What Lofty offers: account fields, its search, columns. Declared once; everything else is drawn from here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from leaddesk.domain.account import AccountField, AccountFieldKind, SignIn
from leaddesk.domain.errors import FieldProblem
from leaddesk.domain.lead import LeadFact
from leaddesk.domain.provider import ProviderInfo
from leaddesk.domain.record import RecordKind
from leaddesk.domain.search import Choice, Completion, ConditionRow, FieldKind, SearchField, SearchSpec, SortRule
from leaddesk.providers.lofty.columns import ATTRIBUTES, LEAD_COLUMNS, discover_columns
from leaddesk.providers.lofty.lead_words import LANGUAGES

if TYPE_CHECKING:
    from leaddesk.domain.columns import Column
    from leaddesk.domain.record import Record
    from leaddesk.domain.record_detail import RecordDetail

STAGES: Final = "stages"
MEMBERS: Final = "members"
TAGS: Final = "tags"
PONDS: Final = "ponds"
CUSTOM_FIELDS: Final = "custom_fields"
"""Lists that are fetched from the account."""

_CREDENTIAL_HELP: Final = (
    "In Lofty, open Settings > Integrations > API and make an API key. It may be given an end date, and it can be "
    "revoked there. leaddesk sees the leads that the user who made the key may see. "
    "Software companies with a registered Lofty app may paste an OAuth token instead."
)
_SORTS: Final = {
    "Default": "Lofty’s usual order",
    "LastContact": "Last contact",
    "LastCall": "Last call",
    "LastEmail": "Last e-mail",
    "LastActivity": "Last activity",
    "CreateTime": "Created",
    "Inquries": "Inquiries",  # the vendor's spelling
    "DeleteTime": "Deleted",
    "AssignTime": "Assigned",
    "Score": "Score",
    "Activity": "Activity",
    "Communication": "Communication",
    "HasDrip": "Has a drip campaign",
    "HasAlert": "Has a listing alert",
    "Task": "Task",
    "Lender": "Lender",
    "ActivitySearch": "Activity: searches",
    "ActivityViews": "Activity: views",
    "ActivityFavorites": "Activity: favorites",
    "DripStatus": "Drip campaign: state",
    "DripOpenRate": "Drip campaign: open rate",
    "AlertFrequency": "Listing alert: frequency",
    "AlertOpenRate": "Listing alert: open rate",
    "SCOREV2": "Score (second version)",
    "SmartPlanStatus": "Smart plan: state",
}
_LISTS_OF_NAMES: Final = ("stage", "groups", "segments", "allTags", "anyTags")
_LONGEST_PHONE_TEXT: Final = 60


def _check(values: Mapping[str, Any]) -> Sequence[FieldProblem]:
    """A phone needs digits; a name that holds a comma cannot be sent, because commas part the names."""
    problems: list[FieldProblem] = []
    phone = values.get("phone")
    if phone is not None and not _is_phone(str(phone)):
        problems.append(FieldProblem("phone", "a phone number has 7 to 15 digits"))
    for key in _LISTS_OF_NAMES:
        name = next((name for name in values.get(key, ()) if "," in name), None)
        if name is not None:
            problems.append(
                FieldProblem(
                    key,
                    f"“{name}” holds a comma, and Lofty takes commas for the end of a name; it cannot be searched for",
                )
            )
    return problems


def _is_phone(text: str) -> bool:
    return len(text) <= _LONGEST_PHONE_TEXT and 7 <= len(re.sub(r"\D", "", text)) <= 15


LEADS: Final = SearchSpec(
    key="leads",
    title="Leads",
    record_kind=RecordKind.LEAD,
    fields=(
        SearchField(
            "key",
            "Name, phone or e-mail",
            FieldKind.TEXT,
            help="Lofty compares loosely: it may look at the beginnings of words only.",
        ),
        SearchField("stage", "Stage", FieldKind.TEXT_LIST, help="In one of these stages.", choices_from=STAGES),
        SearchField("source", "Source", FieldKind.TEXT, suggest_values="source"),
        SearchField(
            "assignedUserId",
            "Assigned to",
            FieldKind.INTEGER,
            help="The number of a user. Those seen on leads come first: the team’s own numbers may differ from them.",
            choices_from=MEMBERS,
            allow_other=True,
            suggest_values="assignedUserId",
            minimum=1,
        ),
        SearchField("contacted", "Contacted", FieldKind.YES_NO),
        SearchField("anyTags", "Any of these tags", FieldKind.TEXT_LIST, choices_from=TAGS),
        SearchField("allTags", "All of these tags", FieldKind.TEXT_LIST, choices_from=TAGS),
        SearchField("segments", "Segments", FieldKind.TEXT_LIST, suggest_values="segments"),
        SearchField(
            "phone",
            "Phone",
            FieldKind.TEXT,
            help="With any junk around it; only the digits are sent.",
        ),
        SearchField("email", "E-mail", FieldKind.TEXT, pattern=r"[^\s@]+@[^\s@]+", pattern_words="an e-mail address"),
        SearchField(
            "sort",
            "Sort by",
            FieldKind.CHOICE,
            help="Without it, the newest come first.",
            choices=tuple(Choice(value, label) for value, label in _SORTS.items()),
        ),
        SearchField(
            "desc",
            "Order",
            FieldKind.CHOICE,
            choices=(Choice("false", "Ascending"), Choice("true", "Descending")),
        ),
        SearchField(
            "preciseSearchFlag",
            "Search phone and e-mail precisely",
            FieldKind.YES_NO,
            advanced=True,
        ),
        SearchField(
            "languages",
            "Languages",
            FieldKind.TEXT_LIST,
            help="Speaks one of these.",
            choices=tuple(Choice(code, name) for code, name in LANGUAGES.items()),
            advanced=True,
        ),
        SearchField(
            "groupIds",
            "Office",
            FieldKind.INTEGER,
            help="The number of an office.",
            minimum=1,
            advanced=True,
        ),
        SearchField("querySubGroup", "Include offices below it", FieldKind.YES_NO, advanced=True),
        SearchField(
            "roleAssigneeFilters",
            "Roles",
            FieldKind.CONDITION_LIST,
            help="Leads on which a role is held by one of these users, by their numbers.",
            row=ConditionRow("roleName", "assigneeToIds", values_from=MEMBERS, number_values=True),
            advanced=True,
        ),
        SearchField(
            "groups",
            "Groups (old)",
            FieldKind.TEXT_LIST,
            help="Lofty replaced groups by segments.",
            suggest_values="groups",
            advanced=True,
        ),
    ),
    columns=LEAD_COLUMNS,
    discover_columns=discover_columns,
    sort=SortRule("sort", "desc", ascending="false", descending="true"),
    page_sizes=(1, 100),
    open_sections=(ATTRIBUTES,),
    intro="Leads that the user of this token may see. Lofty has no search by date: sort by the date instead.",
    check=_check,
    completion=Completion.ON_REQUEST,
)


def _read_detail(record: Record, _columns: Sequence[Column]) -> RecordDetail:
    from leaddesk.providers.lofty.lead_reading import read_detail  # late: no window needs it to come up

    return read_detail(record)


LOFTY: Final = ProviderInfo(
    key="lofty",
    title="Lofty",
    account_fields=(
        AccountField(
            "token",
            "Token",
            AccountFieldKind.SECRET,
            help="An API key of Settings > Integrations > API in Lofty, or an OAuth token you were given.",
        ),
        AccountField(
            "token_kind",
            "Kind of token",
            AccountFieldKind.CHOICE,
            default="api_key",
            help="An API key is a long text that begins with eyJ.",
            choices=(Choice("api_key", "API key"), Choice("oauth", "OAuth token")),
        ),
        AccountField("server", "Server", AccountFieldKind.SERVER, default="https://api.lofty.com"),
    ),
    sign_ins=(SignIn("Token", ("token",)),),
    credential_help=_CREDENTIAL_HELP,
    searches=(LEADS,),
    read_detail=_read_detail,
    lead_facts=frozenset({LeadFact.SOURCE, LeadFact.GRADE}),
)
