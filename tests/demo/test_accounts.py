"""The demo's accounts reach their stand-in inside the process, and nothing real."""

from __future__ import annotations

import json

import httpx
import pytest

from leaddesk.demo.accounts import DEMO_ACCOUNTS, demo_app
from leaddesk.demo.leadexec import LEADS_PATH, TOKEN_PATH
from leaddesk.demo.population import Population
from leaddesk.domain.account import check_secret_text, check_server
from tests.demo.conftest import EVERYTHING


@pytest.mark.anyio
@pytest.mark.parametrize("account", DEMO_ACCOUNTS, ids=lambda account: account.name)
async def test_each_account_signs_in_and_reads_leads_inside_the_process(account, population: Population):
    app = demo_app(account.provider, account.name, population)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url=account.settings["data_server"]) as client:
        asked = {
            "client_id": account.settings["client_id"],
            "client_secret": account.secrets["client_secret"].reveal(),
            "grant_type": "client_credentials",
        }
        token = (await client.post(TOKEN_PATH, json=asked)).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        answer = await client.post(f"{LEADS_PATH}/1001", json=EVERYTHING | {"Take": 5}, headers=headers)
    assert len(answer.json()["Leads"]) == 5


@pytest.mark.parametrize("account", DEMO_ACCOUNTS, ids=lambda account: account.name)
def test_the_servers_of_the_demo_are_invented_and_its_input_is_acceptable(account):
    for key in ("data_server", "account_server"):
        assert check_server(account.settings[key]) == account.settings[key]
        assert account.settings[key].endswith(".example.com")
    for secret in account.secrets.values():
        assert check_secret_text(secret.reveal())
        assert secret.reveal() not in repr(account)
        assert secret.reveal() not in json.dumps(dict(account.settings))


def test_names_of_accounts_are_unique_and_an_unknown_one_is_an_error(population: Population):
    assert len({account.name for account in DEMO_ACCOUNTS}) == len(DEMO_ACCOUNTS)
    with pytest.raises(KeyError):
        demo_app("leadexec", "No such account", population)
