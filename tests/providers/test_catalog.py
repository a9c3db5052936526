from __future__ import annotations

import pytest

from leaddesk.domain.account import Account, Secret
from leaddesk.domain.provider import LooksUp, Provider
from leaddesk.providers.catalog import PROVIDERS, find_provider
from leaddesk.transport.http import HttpTransport


def test_every_provider_has_a_key_of_its_own_and_is_found_by_it():
    keys = [entry.info.key for entry in PROVIDERS]
    assert keys[0] == "leadexec"
    assert len(set(keys)) == len(keys)
    assert all(find_provider(entry.info.key) is entry for entry in PROVIDERS)


def test_an_unknown_provider_is_not_found():
    with pytest.raises(KeyError):
        find_provider("nobody")


def test_leadexec_is_paced_by_courtesy_not_by_document():
    pace = find_provider("leadexec").pace
    assert (pace.calls, pace.per_seconds, pace.documented) == (20, 10, False)


@pytest.mark.anyio
@pytest.mark.parametrize("entry", PROVIDERS, ids=lambda entry: entry.info.key)
async def test_a_provider_opens_without_sending_and_closes_its_transport_twice(entry):
    secrets = {field.key: Secret("s3cret") for field in entry.info.account_fields if field.is_secret}
    provider: Provider = entry.open(Account("a1", "Main", entry.info.key), secrets, HttpTransport())
    assert provider.info is entry.info
    await provider.aclose()
    await provider.aclose()


def test_leadexec_looks_people_up():
    opened = find_provider("leadexec").open(Account("a1", "Main", "leadexec"), {}, HttpTransport())
    looker: LooksUp = opened  # pyright: ignore[reportAssignmentType]
    assert callable(looker.look_up)


@pytest.mark.parametrize("entry", PROVIDERS, ids=lambda entry: entry.info.key)
def test_what_is_declared_fits_together(entry):
    account_keys = {field.key for field in entry.info.account_fields}
    assert all(set(way.field_keys) <= account_keys for way in entry.info.sign_ins)
    for spec in entry.info.searches:
        fields = {field.key for field in spec.fields}
        assert len(fields) == len(spec.fields)
        assert len({column.key for column in spec.columns}) == len(spec.columns)
        assert any(column.shown for column in spec.columns)
        if spec.date_range is not None:
            assert {spec.date_range.start_key, spec.date_range.end_key} <= fields
        if spec.sort is not None:
            assert spec.sort.order_key in fields
            assert not spec.sort.field_key or spec.sort.field_key in fields
            order = spec.field(spec.sort.order_key)
            assert {spec.sort.ascending, spec.sort.descending} <= {choice.value for choice in order.choices}
            names = {column.sort_name for column in spec.columns}
            assert not spec.sort.fixed_name or spec.sort.fixed_name in names
