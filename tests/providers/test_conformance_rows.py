"""Every search of every provider over the people of the demo: rows come, and each of them can be read to its end."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from leaddesk.domain.cell import NOT_SENT
from leaddesk.domain.columns import merge_columns, rename_columns
from leaddesk.domain.page import Page, Position
from leaddesk.domain.record import RecordKind
from leaddesk.exporting.json_lines import record_line
from tests.providers.conformance_rig import ACCOUNT_ID, SEARCHES, StandIn

pytestmark = pytest.mark.anyio
Standing = Callable[..., StandIn]
every_search = pytest.mark.parametrize(("key", "search"), SEARCHES)


async def first_page(stand_in: StandIn, search: str) -> Page:
    """One page of up to 1,000 rows."""
    provider = stand_in.connect()
    try:
        return await provider.fetch_page(stand_in.query(search, stand_in.spec(search).page_sizes[1]), Position())
    finally:
        await provider.aclose()


def columns_of(stand_in: StandIn, search: str, page: Page) -> Any:
    spec = stand_in.spec(search)
    seen = spec.discover_columns(record.values() for record in page.records)
    return rename_columns(merge_columns(spec.columns, seen), page.columns)


@every_search
async def test_rows_come_whole_and_named(standing: Standing, key: str, search: str):
    stand_in = standing(key)
    page = await first_page(stand_in, search)
    assert page.records
    assert not page.skipped
    assert page.read_at.tzinfo is not None
    for record in page.records:
        assert (record.account_id, record.provider) == (ACCOUNT_ID, key)
        assert record.kind is stand_in.spec(search).record_kind
        assert re.fullmatch(r"[0-9A-Za-z-]*", record.id), "an id is text, without a point or an exponent"
        assert isinstance(json.loads(record.source), dict)
    ids = [record.id for record in page.records if record.id]
    assert len(set(ids)) == len(ids)
    if stand_in.spec(search).record_kind is RecordKind.LEAD:
        assert len(ids) == len(page.records)


@every_search
async def test_what_is_kept_is_what_the_server_sent(standing: Standing, key: str, search: str):
    """The bytes of each record stand in an answer just so, and are one of its rows."""
    stand_in = standing(key)
    page = await first_page(stand_in, search)
    answers = b"\n".join(stand_in.instead.answers)
    sent = [row for answer in stand_in.instead.answers for row in objects_in(json.loads(answer))]
    if search in stand_in.facts.made_here:
        for record in page.records:
            assert all(row in sent for row in record.values()["rows"])
        return
    places = {json.dumps(row, sort_keys=True) for row in sent}
    for record in page.records:
        assert record.source in answers
        assert json.dumps(json.loads(record.source), sort_keys=True) in places


def objects_in(value: Any) -> list[Any]:
    """The objects that stand in lists, those of inner lists too."""
    if isinstance(value, dict):
        return [found for item in value.values() for found in objects_in(item)]
    if isinstance(value, list):
        return [item for item in value if isinstance(item, dict)] + [f for item in value for f in objects_in(item)]
    return []


@every_search
async def test_every_cell_can_be_read_and_every_record_is_one_line_of_json(standing: Standing, key: str, search: str):
    stand_in = standing(key)
    page = await first_page(stand_in, search)
    columns = columns_of(stand_in, search, page)
    assert len({column.key for column in columns}) == len(columns)
    filled: set[str] = set()
    for record in page.records:
        row = record.values()
        filled |= {column.key for column in columns if column.cell_in(row) not in (NOT_SENT, None, "")}
        line = record_line("Demo", record, columns)
        assert line.count(b"\n") == 1
        decoded = json.loads(line)
        assert list(decoded) == ["account", "provider", "kind", "id", "values", "raw"]
        assert (decoded["kind"], decoded["id"]) == (record.kind.value, record.id)
        assert decoded["raw"] == json.loads(record.source)
        assert not any(isinstance(value, float) and value.is_integer() and value > 1e9 for value in decoded["values"])
    usual = {column.key for column in stand_in.spec(search).columns if column.shown}
    assert len(usual & filled) > len(usual) / 2, "most columns of the first view hold something"


@every_search
async def test_every_record_is_read_for_the_pane(standing: Standing, key: str, search: str):
    stand_in = standing(key)
    page = await first_page(stand_in, search)
    columns = columns_of(stand_in, search, page)
    for record in page.records:
        detail = stand_in.info.read_detail(record, columns)
        assert detail.title.strip()
        assert "\n" not in detail.subtitle
        keys = [group.key for group in (*detail.groups, *detail.closing_groups)]
        assert len(set(keys)) == len(keys)
        assert all(value.label for group in detail.groups for value in group.rows)
        moments = [event.moment for event in detail.timeline]
        assert moments == sorted(moments)
        assert all(moment.tzinfo is not None for moment in moments)
        assert (detail.lead is not None) == (record.kind is RecordKind.LEAD)


@pytest.mark.parametrize(
    ("key", "search"),
    [pair for pair in SEARCHES if pair[1] in {"leads", "not-contacted", "leads-by-id", "quick-search", "lead"}],
)
async def test_leads_say_who_they_are_and_how_to_reach_them(standing: Standing, key: str, search: str):
    stand_in = standing(key)
    page = await first_page(stand_in, search)
    columns = columns_of(stand_in, search, page)
    leads = [lead for record in page.records if (lead := stand_in.info.read_detail(record, columns).lead)]
    assert len(leads) == len(page.records)
    share = len(leads) / 2
    assert sum(1 for lead in leads if lead.name) > share
    assert sum(1 for lead in leads if lead.phones) > share
    assert sum(1 for lead in leads if lead.emails) > share
    assert sum(1 for lead in leads if lead.added is not None and lead.added.tzinfo is not None) > share
    for lead in leads:
        assert all(item.text.strip() and item.label for item in (*lead.phones, *lead.emails))
        assert all("e+" not in item.text.lower() and not item.text.endswith(".0") for item in lead.phones)
        assert all(sentence.endswith(".") for sentence in lead.do_not_contact), lead.do_not_contact


@every_search
async def test_a_page_prints_without_what_its_records_hold(standing: Standing, key: str, search: str):
    stand_in = standing(key)
    page = await first_page(stand_in, search)
    printed = repr(page.records)
    spoken = {text for record in page.records[:20] for text in texts_in(record.values()) if len(text) > 11}
    assert spoken
    assert not {text for text in spoken if text in printed and text not in {record.id for record in page.records}}


def texts_in(value: Any) -> list[str]:
    if isinstance(value, dict | list):
        return [text for item in (value.values() if isinstance(value, dict) else value) for text in texts_in(item)]
    return [value] if isinstance(value, str) else []
