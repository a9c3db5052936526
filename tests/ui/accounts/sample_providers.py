"""Two made-up providers: one with two ways to sign in and servers, one with a choice and a server it needs."""

from __future__ import annotations

from collections.abc import Sequence

from leaddesk.domain.account import AccountField, AccountFieldKind, SignIn
from leaddesk.domain.columns import Column
from leaddesk.domain.provider import ProviderInfo
from leaddesk.domain.record import Record
from leaddesk.domain.record_detail import RecordDetail
from leaddesk.domain.search import Choice

SECRET = "s3cr3t-Value-0001"


def read_nothing(_record: Record, _columns: Sequence[Column]) -> RecordDetail:
    return RecordDetail(_record.id, "")


ALPHA = ProviderInfo(
    "alpha",
    "Alpha CRM",
    (
        AccountField("client_id", "Client id", help="Settings > API."),
        AccountField("client_secret", "Client secret", AccountFieldKind.SECRET, help="Shown once."),
        AccountField("access_token", "Access token", AccountFieldKind.SECRET),
        AccountField("data_server", "Data server", AccountFieldKind.SERVER, "https://data.example.com"),
    ),
    (SignIn("API credential", ("client_id", "client_secret")), SignIn("Access token", ("access_token",))),
    "Open Settings > API and make a <b>credential</b>.",
    (),
    read_nothing,
)
BETA = ProviderInfo(
    "beta",
    "Beta Leads",
    (
        AccountField("server", "Server", AccountFieldKind.SERVER),
        AccountField("access_key", "Access key", AccountFieldKind.SECRET),
        AccountField(
            "region", "Region", AccountFieldKind.CHOICE, "eu", choices=(Choice("eu", "Europe"), Choice("us", "America"))
        ),
    ),
    (SignIn("Keys", ("server", "access_key")),),
    "Ask your administrator.",
    (),
    read_nothing,
)
GAMMA = ProviderInfo(
    "gamma",
    "Gamma CRM",
    (
        AccountField(
            "server",
            "Server",
            AccountFieldKind.SERVER,
            "https://api.example.com",
            choices=(Choice("https://api.example.com", "Singapore"), Choice("https://api-ir.example.com", "Ireland")),
        ),
        AccountField("API_id", "API id", AccountFieldKind.SECRET),
    ),
    (SignIn("Key", ("API_id",)),),
    "",
    (),
    read_nothing,
)
