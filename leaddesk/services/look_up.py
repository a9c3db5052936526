"""One look-up over accounts, for the moment when someone is on the phone."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, cast

from leaddesk.domain.account import Account
from leaddesk.domain.columns import Column
from leaddesk.domain.errors import FieldProblem, InvalidInput, LeaddeskError
from leaddesk.domain.page import Coverage
from leaddesk.domain.provider import LooksUp, LookUpAsked, LookUpPart, Provider, WaitListener
from leaddesk.domain.record import Record
from leaddesk.phone_numbers import international


class LookUpKind(StrEnum):
    """What a text is taken for."""

    PHONE = "phone"
    EMAIL = "email"
    ID = "id"
    NAME = "name"


def recognise(text: str) -> LookUpKind:
    """What the text most likely is: 10 digits or more with any junk around them are a phone, fewer are an id.

    Raises:
        InvalidInput: there is nothing to look up.
    """
    stripped = text.strip()
    if not stripped:
        raise InvalidInput((FieldProblem("text", "type a phone, an e-mail, a name or an id"),))
    if re.search(r"\S@\S", stripped):
        return LookUpKind.EMAIL
    digits = re.sub(r"\D", "", stripped)
    if re.fullmatch(r"[0-9A-Fa-f]{24}|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", stripped):
        return LookUpKind.ID
    if len(digits) >= 10 or (stripped.startswith("+") and len(digits) >= 7):
        return LookUpKind.PHONE
    if digits and not re.search(r"[^\W\d_]", stripped):
        return LookUpKind.ID
    return LookUpKind.NAME


@dataclass(frozen=True, slots=True)
class AccountAnswer:
    """What one account answered: its records and what was searched, or the error that kept it from answering."""

    account: Account
    records: tuple[Record, ...] = ()
    parts: tuple[LookUpPart, ...] = ()
    error: LeaddeskError | None = None
    can_widen: bool = False
    columns: tuple[Column, ...] = ()


class Connects(Protocol):
    """Opens an account's provider (`services.accounts.AccountService`)."""

    async def connect(self, account: Account, on_wait: WaitListener) -> Provider:
        """The live provider of this account."""
        ...


async def look_up(
    accounts: Connects, among: Sequence[Account], kind: LookUpKind, text: str, on_wait: WaitListener
) -> list[AccountAnswer]:
    """Ask all accounts at once; one that fails does not hold up or spoil the others'. Order as in `among`."""
    async with asyncio.TaskGroup() as group:
        asked = [group.create_task(_ask(accounts, account, kind, text, on_wait)) for account in among]
    return [task.result() for task in asked]


async def _ask(
    accounts: Connects, account: Account, kind: LookUpKind, text: str, on_wait: WaitListener
) -> AccountAnswer:
    try:
        provider = await accounts.connect(account, on_wait)
        if not hasattr(provider, "look_up"):
            return AccountAnswer(account, parts=(LookUpPart("this provider cannot look people up", searched=False),))
        phone = international(text) if kind is LookUpKind.PHONE else ""
        result = await cast("LooksUp", provider).look_up(LookUpAsked(kind.value, text, phone))
    except LeaddeskError as error:
        return AccountAnswer(account, error=error)
    return AccountAnswer(account, result.records, result.parts, None, result.can_widen, result.columns)


def coverage_of(answers: Sequence[AccountAnswer]) -> Coverage:
    """The coverage statement of a look-up: per account, what was searched, what was not, and why."""
    notes: list[str] = []
    for answer in answers:
        name = answer.account.name
        notes += [f"{name}: {'searched' if part.searched else 'not searched'}: {part.words}" for part in answer.parts]
        if answer.error is not None:
            notes.append(f"{name}: could not search: {answer.error.what}")
    loaded = sum(len(answer.records) for answer in answers)
    complete = all(answer.error is None and all(part.searched for part in answer.parts) for answer in answers)
    return Coverage(complete, total=None, loaded=loaded, notes=tuple(notes))
