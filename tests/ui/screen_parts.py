"""A provider made by hand for tests of the window: its answers are scripted, and it can be held back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from leaddesk.domain.account import Account, AccountField, AccountFieldKind, Credentials, SignIn
from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.page import Page, Position, Total
from leaddesk.domain.provider import AccountReport, ProviderInfo, Wait, WaitListener
from leaddesk.domain.record import Record, RecordKind
from leaddesk.domain.record_detail import RecordDetail
from leaddesk.domain.search import Choice, FieldKind, Query, SearchField, SearchSpec, SortRule
from leaddesk.paths import Profile
from leaddesk.services.accounts import AccountService
from leaddesk.services.preferences import PreferenceService
from leaddesk.storage.accounts_file import AccountsFile
from leaddesk.storage.memory_vault import MemoryVault


def _discover(rows: Iterable[Mapping[str, Any]]) -> tuple[Column, ...]:
    names = dict.fromkeys(name for row in rows for name in row if name not in {"id", "name", "size"})
    return tuple(Column(name, name, Kind.TEXT, (name,)) for name in names)


SPEC = SearchSpec(
    "things",
    "Things",
    RecordKind.LEAD,
    (
        SearchField("kind", "Kind of thing", FieldKind.INTEGER, required=True, choices_from="kinds", allow_other=True),
        SearchField("place", "Place", FieldKind.CHOICE, choices_from="places"),
        SearchField("sort", "Sort", FieldKind.TEXT_LIST),
        SearchField("order", "Order", FieldKind.CHOICE, choices=(Choice("up", "Up"), Choice("down", "Down"))),
    ),
    (
        Column("id", "Id", Kind.IDENTIFIER, ("id",), shown=True, sort_name="id"),
        Column("name", "Name", Kind.TEXT, ("name",), shown=True, sort_name="name"),
        Column("size", "Size", Kind.INTEGER, ("size",), shown=True, sort_name="size"),
    ),
    discover_columns=_discover,
    sort=SortRule("sort", "order", ascending="up", descending="down"),
    page_sizes=(1, 500),
)


def read_detail(record: Record, _columns: Sequence[Column]) -> RecordDetail:
    """Reads any record but those called broken."""
    if record.values().get("name") == "broken":
        raise KeyError("name")
    return RecordDetail(str(record.values().get("name")), f"Thing {record.id}")


INFO = ProviderInfo(
    "sample",
    "Sample",
    (AccountField("key", "Key", AccountFieldKind.SECRET),),
    (SignIn("Key", ("key",)),),
    "",
    (SPEC,),
    read_detail,
)


class ScriptedProvider:
    """Holds rows, and leaves out the first `left_out`; counts what it is asked; waits while `gate` is closed."""

    def __init__(self, rows: int = 250) -> None:
        self.rows: list[dict[str, Any]] = [{"id": str(n), "name": f"n{n:03}", "size": n % 7} for n in range(rows)]
        self.asked: list[tuple[int, Mapping[str, Any]]] = []
        self.choices_asked: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.choices_gate = asyncio.Event()
        self.choices_gate.set()
        self.error: Exception | None = None
        self.on_wait: WaitListener = lambda _wait: None
        self.closed = 0
        self.left_out = 0

    @property
    def info(self) -> ProviderInfo:
        return INFO

    async def fetch_page(self, query: Query, start: Position) -> Page:
        self.asked.append((start.offset, query.values))
        await self.gate.wait()
        if self.error is not None:
            raise self.error
        rows = self.rows[start.offset : start.offset + query.page_size]
        end = start.offset + len(rows)
        records = tuple(
            Record(query.account_id, "sample", RecordKind.LEAD, row["id"], json.dumps(row).encode(), start.offset + n)
            for n, row in enumerate(rows)
            if start.offset + n >= self.left_out
        )
        following = Position(end) if end < len(self.rows) else None
        return Page(records, start, following, Total.exact(len(self.rows)), datetime.now(UTC))

    async def fetch_choices(self, source: str) -> tuple[Choice, ...]:
        self.choices_asked.append(source)
        await self.choices_gate.wait()
        return (Choice("1", "One"), Choice("2", "Two"))

    async def test_account(self) -> AccountReport:
        return AccountReport((), usable=True)

    async def aclose(self) -> None:
        self.closed += 1

    def wait(self, seconds: float) -> None:
        """Announce a pause."""
        self.on_wait(Wait("h", seconds, "the server is busy (503)", 2))


def make_accounts(folder: Path, provider: ScriptedProvider) -> AccountService:
    """The services over that provider, with secrets in memory."""

    def connect(_account: Account, _credentials: Credentials, on_wait: WaitListener) -> ScriptedProvider:
        provider.on_wait = on_wait
        return provider

    return AccountService([INFO], AccountsFile(Profile.at(folder)), MemoryVault(), connect)


def make_preferences(folder: Path) -> PreferenceService:
    return PreferenceService(Profile.at(folder))
