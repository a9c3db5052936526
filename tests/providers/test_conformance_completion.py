"""A record read again, whole, with every provider that declares it: parts that fail are notes."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable

import pytest

from leaddesk.domain.errors import LeaddeskError
from leaddesk.domain.page import Position
from leaddesk.domain.provider import Provider
from leaddesk.domain.record import Record
from leaddesk.domain.search import Completion
from leaddesk.providers.catalog import find_provider
from tests.providers.conformance_rig import FAILURE, KEYS, SEARCHES, StandIn, connected

pytestmark = pytest.mark.anyio
Standing = Callable[..., StandIn]
every_provider = pytest.mark.parametrize("key", KEYS)


COMPLETED = [
    (key, search)
    for key, search in SEARCHES
    if find_provider(key).info.search(search).completion is not Completion.NONE
]


@every_provider
async def test_who_declares_a_completion_can_complete(standing: Standing, key: str):
    async with connected(standing(key)) as provider:
        if key in {one for one, _ in COMPLETED}:
            assert callable(provider.complete)
        assert callable(provider.look_up)


async def first_record(stand_in: StandIn, provider: Provider, search: str) -> Record:
    page = await provider.fetch_page(stand_in.query(search), Position())
    return page.records[0]


@pytest.mark.parametrize(("key", "search"), COMPLETED)
async def test_a_record_is_read_again_whole(standing: Standing, key: str, search: str):
    stand_in = standing(key)
    async with connected(stand_in) as provider:
        record = await first_record(stand_in, provider, search)
        columns = stand_in.spec(search).columns
        stand_in.instead.asked.clear()
        detail = await provider.complete(record, columns)
    row = stand_in.info.read_detail(record, columns)
    assert detail.title == row.title
    assert detail.lead is not None
    assert detail.notes == () or not any("could not" in note for note in detail.notes)
    assert set(stand_in.instead.asked) & set(stand_in.facts.parts)
    names = {value.name for group in detail.groups for value in group.rows}
    assert len(names) >= len({value.name for group in row.groups for value in group.rows})
    moments = [event.moment for event in detail.timeline]
    assert moments == sorted(moments)
    assert detail.timeline or detail.groups
    assert isinstance(json.loads(detail.source), dict)


@pytest.mark.parametrize(("key", "search"), COMPLETED)
async def test_every_lead_of_a_page_has_its_history(standing: Standing, key: str, search: str):
    """Of several leads, some have one; none fails."""
    stand_in = standing(key)
    async with connected(stand_in) as provider:
        page = await provider.fetch_page(stand_in.query(search, 6), Position())
        details = [await provider.complete(record, stand_in.spec(search).columns) for record in page.records]
    assert any(detail.timeline for detail in details)


@pytest.mark.parametrize(("key", "search"), COMPLETED)
async def test_a_part_that_fails_is_a_note_and_the_others_are_there(standing: Standing, key: str, search: str):
    stand_in = standing(key)
    async with connected(stand_in) as provider:
        record = await first_record(stand_in, provider, search)
        columns = stand_in.spec(search).columns
        whole = await provider.complete(record, columns)
        asked = [part for part in stand_in.facts.parts if part in stand_in.instead.asked]
        assert len(asked) >= 2
        for part in asked:
            stand_in.spoil(part, always=FAILURE)
            detail = await provider.complete(record, columns)
            stand_in.heal()
            told = set(detail.notes) - set(whole.notes)
            assert any("could not be read" in note and stand_in.host in note for note in told), (part, detail.notes)
            assert detail.title == whole.title
            assert detail.lead is not None


@pytest.mark.parametrize(("key", "search"), COMPLETED)
async def test_a_record_of_which_nothing_can_be_read_raises_one_error(standing: Standing, key: str, search: str):
    stand_in = standing(key)
    async with connected(stand_in) as provider:
        record = await first_record(stand_in, provider, search)
        stand_in.spoil(*stand_in.facts.parts, always=FAILURE)
        with pytest.raises(LeaddeskError) as caught:
            await provider.complete(record, stand_in.spec(search).columns)
    assert stand_in.host in caught.value.what


@pytest.mark.parametrize(("key", "search"), COMPLETED)
async def test_a_lead_that_is_gone_is_said_to_be(standing: Standing, key: str, search: str):
    """With a note beside its row, or with an error where nothing at all came; no other lead is shown for it."""
    stand_in = standing(key)
    columns = stand_in.spec(search).columns
    async with connected(stand_in) as provider:
        record = await first_record(stand_in, provider, search)
        gone = dataclasses.replace(record, id=record.id[:-4] + ("0000" if "-" in record.id else "9999"))
        assert gone.id != record.id
        try:
            detail = await provider.complete(gone, columns)
        except LeaddeskError as error:
            told = f"{error.what} {error.remedy}"
        else:
            told = " ".join(detail.notes)
            assert detail.title == stand_in.info.read_detail(record, columns).title
    assert re.search(r"no longer|any more|no such lead|has no lead", told), told
