"""The demo's accounts reach their stand-in inside the process, and nothing real."""

from __future__ import annotations

import json

import pytest

from leaddesk.composition import provider_opener
from leaddesk.demo.accounts import DEMO_ACCOUNTS, demo_app
from leaddesk.demo.population import Population
from leaddesk.domain.account import Account, check_account_input
from leaddesk.providers.catalog import PROVIDERS, find_provider


@pytest.mark.anyio
@pytest.mark.parametrize("account", DEMO_ACCOUNTS, ids=lambda account: account.name)
async def test_each_account_signs_in_and_reads_leads_inside_the_process(account):
    provider = provider_opener()(
        Account("a1", account.name, account.provider, account.settings), account.secrets, lambda _wait: None
    )
    try:
        report = await provider.test_account()
    finally:
        await provider.aclose()
    assert report.usable, [step.words for step in report.steps]
    assert [step.title for step in report.steps if step.error is not None] == []


@pytest.mark.parametrize("account", DEMO_ACCOUNTS, ids=lambda account: account.name)
def test_the_servers_of_the_demo_are_invented_and_its_input_is_acceptable(account):
    info = find_provider(account.provider).info
    raw = {**account.settings, **{key: secret.reveal() for key, secret in account.secrets.items()}}
    checked = check_account_input(info.account_fields, info.sign_ins, raw)
    assert {key: checked.settings[key] for key in account.settings} == dict(account.settings)
    servers = [value for value in account.settings.values() if value.startswith("http")]
    assert servers
    assert all(server.endswith(".example.com") for server in servers)
    for secret in account.secrets.values():
        assert secret.reveal() not in repr(account)
        assert secret.reveal() not in json.dumps(dict(account.settings))


def test_each_provider_has_an_account_of_the_demo():
    assert [account.provider for account in DEMO_ACCOUNTS] == [entry.info.key for entry in PROVIDERS]


def test_names_of_accounts_are_unique_and_an_unknown_one_is_an_error(population: Population):
    assert len({account.name for account in DEMO_ACCOUNTS}) == len(DEMO_ACCOUNTS)
    with pytest.raises(KeyError):
        demo_app("leadexec", "No such account", population)
