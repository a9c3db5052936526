"""The command line's contract as data: providers with their account fields, searches and the searches' fields."""

from __future__ import annotations

ACCOUNT_FIELDS = {
    "leadexec": {
        "client_id": "",
        "client_secret": "",
        "access_token": "",
        "data_server": "https://apidata.leadexec.net",
        "account_server": "https://api.leadexec.net",
    },
    "leadsquared": {"server": None, "access_key": "", "secret_key": ""},
    "sharpspring": {"account_id": "", "secret_key": "", "server": "https://api.sharpspring.com", "api_version": "v1.2"},
    "lofty": {"token": "", "token_kind": "api_key", "server": "https://api.lofty.com"},
}
"""Account fields by provider with their defaults; None: the contract names none."""

SECRETS = {
    "leadexec": {"client_secret", "access_token"},
    "leadsquared": {"access_key", "secret_key"},
    "sharpspring": {"account_id", "secret_key"},
    "lofty": {"token"},
}
_NOT_CONTACTED = (
    "users lead_filters activity_filters DateField FromDate ToDate Type IncludeCSV GroupBy AggregateFunction "
    "AggregateField ResponseFormat"
)
_LOFTY_LEADS = (
    "stage source phone email assignedUserId contacted groups segments allTags anyTags groupIds querySubGroup sort desc "
    "languages preciseSearchFlag roleAssigneeFilters key"
)
SEARCH_FIELDS = {
    "leadexec": {
        "leads": "LeadTypeUID* StartDate* EndDate* Query SortFields SortOrder Fields",
        "inbound-pings": "LeadTypeUID* StartDate* EndDate* SortOrder",
        "outbound-pings": "LeadTypeUID* StartDate* EndDate* SortOrder",
    },
    "leadsquared": {
        "not-contacted": _NOT_CONTACTED,
        "leads-by-id": "LeadIds* Include_CSV",
        "quick-search": "key*",
    },
    "sharpspring": {
        "lead": "id*",
        "leads": "where fields",
        "leads-by-date": "startDate* endDate* timestamp* fields",
        "events": "leadID createTimestamp",
        "timeline": "whoID* eventSource",
        "list-memberships": "memberIDs*",
        "fields": "",
    },
    "lofty": {"leads": _LOFTY_LEADS},
}
"""Searches by provider with their fields; `*` required."""
