"""Accounts whose providers answer a look-up when the test says so, and a screen over them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from leaddesk.domain.account import Account, AccountField, AccountFieldKind, Credentials, SignIn
from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.provider import LookUpPart, LookUpResult, ProviderInfo, Wait, WaitListener
from leaddesk.domain.record import Record, RecordKind
from leaddesk.domain.search import Completion, SearchSpec
from leaddesk.paths import Profile
from leaddesk.services.accounts import AccountService
from leaddesk.services.look_up import AccountAnswer, LookUpState, build_asked
from leaddesk.storage.accounts_file import AccountsFile
from leaddesk.storage.memory_vault import MemoryVault
from leaddesk.ui.async_tasks import TaskOwner
from leaddesk.ui.look_up.chip import AccountChip
from leaddesk.ui.look_up.found_rows import Found, FoundRows
from leaddesk.ui.look_up.look_up_box import LookUpBox
from leaddesk.ui.look_up.look_up_screen import LookUpScreen
from tests.journeys.driving import turns, until
from tests.services.look_up_rig import ScriptedProvider, answer, info_of, read_detail, record

PHONE = "775 555 0134"
ADA = {"name": "Ada Lovelace", "phones": ["+1 775 555 0134"], "emails": ["ada@example.com"]}
BOB = {"name": "Bob Nye", "phones": ["775-555-0134"], "emails": ["bob@example.com"]}
ELSE = {"name": "Cleo Ames", "phones": ["775-555-0177"], "emails": ["cleo@example.com"]}

SPEC = SearchSpec("leads", "Leads", RecordKind.LEAD, (), (Column("id", "Id", Kind.IDENTIFIER, ("id",)),))
INFO = ProviderInfo(
    "scripted",
    "Scripted",
    (AccountField("key", "Key", AccountFieldKind.SECRET),),
    (SignIn("Key", ("key",)),),
    "",
    (SPEC,),
    read_detail,
)


class Provider(ScriptedProvider):
    """One that belongs to an account service; announces `pause` when it is asked."""

    def __init__(self, *outcomes: LookUpResult | Exception) -> None:
        super().__init__(*outcomes, during=self._announce)
        self.on_wait: WaitListener = lambda _wait: None
        self.pause: Wait | None = None

    def _announce(self) -> None:
        if self.pause is not None:
            self.on_wait(self.pause)

    async def aclose(self) -> None:
        """Nothing is open."""


def searched(*records: Record, can_widen: bool = False, lacking: str = "", failed: bool = False) -> LookUpResult:
    """What an account answers; `lacking` is what it did not search."""
    parts = [LookUpPart("all leads", searched=True)]
    if lacking:
        parts.append(LookUpPart(lacking, searched=False, failed=failed))
    return LookUpResult(records, tuple(parts), can_widen)


CANNOT = LookUpResult((), (LookUpPart("by phone: the vendor offers no such search", searched=False),))


def found_in(*answers: AccountAnswer) -> Found:
    """These answers, read and grouped as if they had come in this order."""
    rows = FoundRows(info_of)

    async def take() -> Found:
        for count in range(1, len(answers) + 1):
            await rows.take(answers[:count])
        return await rows.take(answers)

    return asyncio.run(take())


def answers_of(**people: dict[str, Any] | Sequence[dict[str, Any]]) -> list[AccountAnswer]:
    """One answer for each account: one lead or several."""
    lists = {name: [each] if isinstance(each, dict) else list(each) for name, each in people.items()}
    return [
        answer(name, *(record(f"{name}-{place}", **values) for place, values in enumerate(each)))
        for name, each in lists.items()
    ]


def standing(name: str, state: LookUpState, **more: Any) -> AccountAnswer:
    """How an account stands."""
    return replace(answer(name), state=state, parts=(), **more)


class Stand:
    """A screen with its box, over accounts that are named after their providers."""

    def __init__(self, folder: Path, completion: Completion = Completion.NONE) -> None:
        self.providers: dict[str, Provider] = {}
        info = replace(INFO, searches=(replace(SPEC, completion=completion),))
        self.accounts = AccountService([info], AccountsFile(Profile.at(folder)), MemoryVault(), self._connect)
        self.failed: list[Exception] = []
        self.tasks = TaskOwner(lambda _name, error: self.failed.append(error))
        self.box = LookUpBox()
        self.screen = LookUpScreen(self.accounts, self.box, self.tasks, UTC)
        self.box.look_up_wanted.connect(self.screen.look_up)
        self.window = QWidget()
        column = QVBoxLayout(self.window)
        column.addWidget(self.box)
        column.addWidget(self.screen, 1)

    def _connect(self, account: Account, _credentials: Credentials, on_wait: WaitListener) -> Any:
        provider = self.providers[account.name]
        provider.on_wait = on_wait
        return provider

    async def open(self, **outcomes: Any) -> LookUpScreen:
        """Accounts with what they answer, one after the other, where it is a list."""
        for name, outcome in outcomes.items():
            self.providers[name] = Provider(*(outcome if isinstance(outcome, list) else [outcome]))
            await self.accounts.add(name, "scripted", {"key": "abc"}, this_run_only=True)
        self.window.resize(1100, 700)
        self.window.show()
        self.window.activateWindow()
        await turns()
        return self.screen

    def begin(self, text: str = PHONE) -> None:
        self.screen.look_up(build_asked(text))

    async def look_up(self, text: str = PHONE) -> None:
        self.begin(text)
        await self.settled()

    async def settled(self) -> None:
        await until(lambda: not self.screen.is_busy and not self.screen.reader.is_busy, "all is answered and shown")

    def hold(self, *names: str) -> None:
        for name in names:
            self.providers[name].gate.clear()

    def release(self, name: str) -> None:
        self.providers[name].gate.set()

    def chip(self, name: str) -> AccountChip:
        return next(chip for chip in self.screen.chips.chips if chip.answer.account.name == name)

    def words(self, name: str) -> str:
        return self.chip(name).words

    @property
    def names(self) -> list[str]:
        """The accounts of the rows, from top to bottom; headings left out."""
        return [row.lead.account.name for row in self.screen.table.contents.rows if row.lead is not None]
