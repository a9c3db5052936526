"""Records in compressed blocks: byte for byte, wherever one looks."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.record import Record, RecordKind
from leaddesk.services.loaded.record_store import ROWS_PER_BLOCK, RecordStore


def made(number: int, *, record_id: str | None = None, account: str = "a", source: bytes = b"") -> Record:
    text = source or f'{{ "UID" : {number},\r\n "x":"{"y" * (number % 50)}" }}'.encode()
    return Record(account, "p", RecordKind.LEAD, f"id-{number}" if record_id is None else record_id, text, number)


def filled(records: list[Record], page: int) -> RecordStore:
    store = RecordStore()
    for start in range(0, len(records), page):
        store.add(records[start : start + page])
    return store


@pytest.mark.parametrize("page", [1, 7, ROWS_PER_BLOCK, ROWS_PER_BLOCK + 1, 1000])
def test_every_record_comes_back_as_it_was(page: int) -> None:
    records = [made(number) for number in range(1500)]
    store = filled(records, page)
    rows = list(range(1500))
    random.Random(5).shuffle(rows)
    assert [store.record(row) for row in rows] == [records[row] for row in rows]


@given(st.lists(st.binary(max_size=60), max_size=40))
def test_any_bytes_come_back(sources: list[bytes]) -> None:
    store = RecordStore()
    records = [Record("a", "p", RecordKind.PING, str(row), source, row) for row, source in enumerate(sources)]
    store.add(records)
    assert [store.record(row) for row in range(len(records))] == records


def test_what_was_begun_is_kept_when_it_is_added_and_not_before() -> None:
    records = [made(number) for number in range(300)]
    store = RecordStore()
    packing = store.begin(records)
    assert (store.row_count, store.id_bytes) == (0, RecordStore().id_bytes)
    store.add(records, packing)
    assert [store.record(row) for row in range(300)] == records


def test_records_that_cannot_be_compressed_leave_the_store_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    store = filled([made(0)], 1)

    def fail(_self: RecordStore, _records: list[Record]) -> None:
        raise MemoryError

    monkeypatch.setattr(RecordStore, "_pack", fail)
    with pytest.raises(MemoryError):
        store.add([made(number) for number in range(1, 300)])
    monkeypatch.undo()
    store.add([made(1)])
    assert [store.record(row).id for row in range(store.row_count)] == ["id-0", "id-1"]


def test_records_of_several_accounts_keep_theirs() -> None:
    records = [made(0, account="a"), made(1, account="b"), made(2, account="b"), made(3, account="a")]
    store = filled(records, 4)
    assert [store.record(row).account_id for row in range(4)] == ["a", "b", "b", "a"]


def test_a_row_beyond_the_end_is_refused() -> None:
    store = filled([made(0)], 1)
    with pytest.raises(IndexError):
        store.record(1)


def test_a_row_is_found_by_its_key_also_where_there_is_no_id() -> None:
    store = filled([made(0), made(1, record_id=""), made(2)], 2)
    assert [store.row_of(key) for key in ("id-2", "row 2", "id-0", "other", "row 1", "")] == [2, 1, 0, None, None, None]
    assert [store.key_at(row) for row in range(3)] == ["id-0", "row 2", "id-2"]


def test_blocks_are_read_from_any_row_to_any_row() -> None:
    records = [made(number) for number in range(900)]
    store = filled(records, 300)
    for start, end in ((0, 900), (1, 899), (127, 129), (450, 451), (300, 600), (5, 5)):
        found: list[bytes] = []
        for first, sources in store.blocks_from(start, end, store.reader()):
            assert first == start + len(found)
            found += sources
        assert found == [record.source for record in records[start:end]]


def test_leads_take_a_small_part_of_their_bytes() -> None:
    shuffled = random.Random(3)
    text = '{{"UID": "{}", "Fields": {{"FirstName": "{}", "Phone": "202555{:04}"}}, "Consent": "{}"}}'
    consent = "By pressing the button I agree that Example Lending may call me at the number above. " * 30
    records = [
        made(number, source=text.format(number, shuffled.choice(["Ann", "Bo", "Cy"]), number % 100, consent).encode())
        for number in range(3000)
    ]
    store = filled(records, 1000)
    assert store.bytes_held < 0.1 * sum(len(record.source) for record in records)
