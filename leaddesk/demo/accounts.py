"""The accounts that the demo comes with, as data, and the stand-in that answers for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, cast

from starlette.types import ASGIApp

from leaddesk.demo import leadsquared, lofty, sharpspring
from leaddesk.demo.leadexec import DEMO_CREDENTIAL, leadexec_app
from leaddesk.demo.population import Population
from leaddesk.domain.account import Credentials


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account of the demo. Its servers do not exist: calls to them are answered in this process."""

    name: str
    provider: str
    settings: Mapping[str, str] = field(hash=False)
    secrets: Credentials = field(hash=False, repr=False)


DEMO_ACCOUNTS: Final = (
    DemoAccount(
        "Demo LeadExec",
        "leadexec",
        MappingProxyType(
            {
                "client_id": DEMO_CREDENTIAL.client_id,
                "data_server": "https://leadexec-data.example.com",
                "account_server": "https://leadexec-account.example.com",
            }
        ),
        MappingProxyType({"client_secret": DEMO_CREDENTIAL.client_secret}),
    ),
    DemoAccount(
        "Demo LeadSquared",
        "leadsquared",
        MappingProxyType({"server": "https://leadsquared.example.com"}),
        MappingProxyType(
            {"access_key": leadsquared.DEMO_KEYS.access_key, "secret_key": leadsquared.DEMO_KEYS.secret_key}
        ),
    ),
    DemoAccount(
        "Demo SharpSpring",
        "sharpspring",
        MappingProxyType({"server": "https://sharpspring.example.com", "api_version": "v1.2"}),
        MappingProxyType(
            {"account_id": sharpspring.DEMO_KEYS.account_id, "secret_key": sharpspring.DEMO_KEYS.secret_key}
        ),
    ),
    DemoAccount(
        "Demo Lofty",
        "lofty",
        MappingProxyType({"server": "https://lofty.example.com", "token_kind": "api_key"}),
        MappingProxyType({"token": lofty.DEMO_TOKENS.api_key}),
    ),
)

_APPS: Final[Mapping[tuple[str, str], Callable[[Population], Any]]] = {
    ("leadexec", "Demo LeadExec"): leadexec_app,
    ("leadsquared", "Demo LeadSquared"): leadsquared.leadsquared_app,
    ("sharpspring", "Demo SharpSpring"): sharpspring.sharpspring_app,
    ("lofty", "Demo Lofty"): lofty.lofty_app,
}


def demo_app(provider_key: str, account_name: str, population: Population) -> ASGIApp:
    """The stand-in behind one of the demo's accounts.

    Raises:
        KeyError: the demo has no such account.
    """
    return cast("ASGIApp", _APPS[provider_key, account_name](population))
