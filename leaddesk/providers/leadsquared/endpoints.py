"""LeadSquared's calls: where each goes and how it carries the keys, one constant each (dossier sections 2, 3, 6, 8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final

from leaddesk.domain.account import Credentials
from leaddesk.transport.messages import WireRequest


class Carrier(Enum):
    """What carries the keys."""

    HEADERS = auto()  # recommended by the vendor's document on authentication
    QUERY = auto()  # the only way that the document of the report shows


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One call. `label` is what it is called towards the person; `path` begins behind the host."""

    label: str
    method: str
    path: str
    carrier: Carrier = Carrier.HEADERS
    deadline_seconds: float = 60.0


NOT_CONTACTED: Final = Endpoint("report of leads not contacted", "POST", "/Leads/NotContacted", Carrier.QUERY)
"""No `/v2`, in the vendor's document and in its sister reports (dossier section 3)."""

LEADS_BY_IDS: Final = Endpoint("leads by id", "POST", "/v2/LeadManagement.svc/Leads/Retrieve/ByIds")
QUICK_SEARCH: Final = Endpoint("quick search", "GET", "/v2/LeadManagement.svc/Leads.GetByQuickSearch")
LEAD_BY_ID: Final = Endpoint("lead by id", "GET", "/v2/LeadManagement.svc/Leads.GetById")
LEADS_BY_CRITERION: Final = Endpoint("lead by number", "POST", "/v2/LeadManagement.svc/Leads.Get")
LEAD_BY_EMAIL: Final = Endpoint("lead by e-mail", "GET", "/v2/LeadManagement.svc/Leads.GetByEmailaddress")
LEAD_BY_PHONE: Final = Endpoint("lead by phone", "GET", "/v2/LeadManagement.svc/RetrieveLeadByPhoneNumber")
ACTIVITIES: Final = Endpoint("activities of a lead", "POST", "/v2/ProspectActivity.svc/Retrieve")
LEAD_FIELDS: Final = Endpoint("lead fields", "GET", "/v2/LeadManagement.svc/LeadsMetaData.Get", deadline_seconds=30)
ACTIVITY_TYPES: Final = Endpoint(
    "activity types", "GET", "/v2/ProspectActivity.svc/ActivityTypes.Get", deadline_seconds=30
)
USERS: Final = Endpoint("users", "GET", "/v2/UserManagement.svc/Users.Get", deadline_seconds=30)
KEY_HOLDER: Final = Endpoint("key test", "GET", "/v2/Authentication.svc/UserByAccessKey.Get", deadline_seconds=30)
"""Works on the host of every region (dossier section 2)."""

_ACCESS_KEY: Final = "access_key"
_SECRET_KEY: Final = "secret_key"  # noqa: S105 - a name, not a secret


def build_request(
    server: str,
    credentials: Credentials,
    endpoint: Endpoint,
    *,
    params: Mapping[str, str] | None = None,
    body: Mapping[str, Any] | None = None,
) -> WireRequest:
    """The request, with both keys in the endpoint's carrier. `server` is `https://host`, without a path.

    All of these calls only read, whatever their verb.
    """
    access, secret = credentials[_ACCESS_KEY], credentials[_SECRET_KEY]
    in_headers = endpoint.carrier is Carrier.HEADERS
    return WireRequest(
        label=endpoint.label,
        method=endpoint.method,
        url=f"{server}{endpoint.path}",
        params=dict(params or {}),
        json_body=body,
        secret_headers={"x-LSQ-AccessKey": access, "x-LSQ-SecretKey": secret} if in_headers else {},
        secret_params={} if in_headers else {"accessKey": access, "secretKey": secret},
        deadline_seconds=endpoint.deadline_seconds,
    )
