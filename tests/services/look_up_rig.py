"""Accounts whose providers answer a look-up when the test says so."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from leaddesk.domain.account import Account
from leaddesk.domain.columns import Column
from leaddesk.domain.errors import LeaddeskError
from leaddesk.domain.lead import Email, FamilyMember, Lead, Phone
from leaddesk.domain.provider import LookUpAsked, LookUpPart, LookUpResult, Provider, ProviderInfo
from leaddesk.domain.record import Record, RecordKind
from leaddesk.domain.record_detail import RecordDetail
from leaddesk.services.look_up import AccountAnswer, LookUpRun, LookUpState, build_asked

DEADLINE_SECONDS = 5.0


class ScriptedProvider:
    """Answers each look-up with the next of `outcomes`; holds it back until `gate` is open."""

    def __init__(self, *outcomes: LookUpResult | Exception, during: Callable[[], None] | None = None) -> None:
        self.outcomes = list(outcomes)
        self.asked: list[LookUpAsked] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.cancelled = 0
        self._during = during

    async def look_up(self, asked: LookUpAsked) -> LookUpResult:
        self.asked.append(asked)
        outcome = self.outcomes[min(len(self.asked), len(self.outcomes)) - 1]
        if self._during is not None:
            self._during()
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


@dataclass
class Told:
    """Every state that was told, and a way to wait for one."""

    answers: list[AccountAnswer] = field(default_factory=list[AccountAnswer])
    _more: asyncio.Event = field(default_factory=asyncio.Event)

    def __call__(self, answer: AccountAnswer) -> None:
        self.answers.append(answer)
        self._more.set()

    def states(self, name: str) -> list[LookUpState]:
        return [answer.state for answer in self.answers if answer.account.name == name]

    async def until(self, name: str, state: LookUpState) -> AccountAnswer:
        """The first answer of this account in this state."""
        await self._until(lambda: state in self.states(name))
        return next(item for item in self.answers if (item.account.name, item.state) == (name, state))

    async def until_states(self, name: str, states: Sequence[LookUpState]) -> None:
        await self._until(lambda: self.states(name) == list(states))

    async def _until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(DEADLINE_SECONDS):
            while not is_so():
                self._more.clear()
                await self._more.wait()


class Accounts:
    """Connects accounts to scripted providers by the account's name."""

    def __init__(self, **providers: Any) -> None:
        self._providers = providers
        self.failures: dict[str, LeaddeskError] = {}

    @property
    def all(self) -> tuple[Account, ...]:
        return tuple(Account(f"id of {name}", name, "scripted") for name in self._providers)

    async def connect(self, account: Account) -> Provider:
        if account.name in self.failures:
            raise self.failures[account.name]
        return self._providers[account.name]


def new_run(accounts: Accounts, text: str = "775 555 0100") -> tuple[LookUpRun, Told]:
    told = Told()
    return LookUpRun(accounts, accounts.all, build_asked(text), told), told


def found(*ids: str, parts: Sequence[LookUpPart] = (), can_widen: bool = False) -> LookUpResult:
    searched = tuple(parts) or (LookUpPart("all leads", searched=True),)
    return LookUpResult(tuple(record(record_id) for record_id in ids), searched, can_widen)


def record(record_id: str, **values: Any) -> Record:
    source = json.dumps({"id": record_id, **values}).encode()
    return Record("id of East", "scripted", RecordKind.LEAD, record_id, source, 0)


def read_detail(record: Record, _columns: Sequence[Column]) -> RecordDetail:
    """Reads name, phones, emails and whatever else of a lead the record's values name."""
    values = record.values()
    values.pop("id", None)
    if "odd" in values:
        raise ValueError(values["odd"])
    if "event" in values:
        return RecordDetail(values["event"], "")
    phones = tuple(Phone(text, "Phone") for text in values.pop("phones", ()))
    emails = tuple(Email(text, "E-mail") for text in values.pop("emails", ()))
    family = tuple(FamilyMember(**member) for member in values.pop("family", ()))
    flags = tuple(values.pop("do_not_contact", ()))
    lead = Lead(phones=phones, emails=emails, family=family, do_not_contact=flags, **values)
    return RecordDetail(lead.name, "", lead)


INFO = ProviderInfo(
    key="scripted", title="Scripted", account_fields=(), sign_ins=(), credential_help="", searches=(), read_detail=read_detail
)  # fmt: skip


def info_of(_key: str) -> ProviderInfo:
    return INFO


def answer(name: str, *records: Record) -> AccountAnswer:
    account = Account(f"id of {name}", name, "scripted")
    return AccountAnswer(account, LookUpState.FOUND, records, (LookUpPart("all leads", searched=True),))
