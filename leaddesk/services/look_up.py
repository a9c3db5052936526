"""One look-up over all accounts at once, for the moment when someone is on the phone.

How to use it:

1. `build_asked(text)` says what the text is taken for, or `build_asked(text, kind)` takes it for what the person
   says (`services.look_up_text`).
2. `LookUpRun(accounts, among, asked, on_change)`; `on_change` hears every new state of every account as a whole,
   frozen `AccountAnswer`. `await run.run()` ends when the last account has answered; cancel it to stop all.
3. `await run.widen(account)` or `run.ask_again(account)` asks one account once more, in a task of the caller's.
4. `services.look_up_words` has the words of the chips and what they open; `coverage_of` the coverage statement;
   `services.found_leads` the rows with common columns; `services.same_person` who of them is the same person.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Protocol, cast

from leaddesk.domain.account import Account
from leaddesk.domain.columns import Column
from leaddesk.domain.errors import LeaddeskError
from leaddesk.domain.page import Coverage
from leaddesk.domain.provider import WIDER_LOOK_UP_DAYS, LooksUp, LookUpAsked, LookUpPart, LookUpResult, Provider, Wait
from leaddesk.domain.record import Record
from leaddesk.services.look_up_text import LookUpKind, build_asked, recognise
from leaddesk.services.waits import waits_told_to

__all__ = [
    "AccountAnswer",
    "AnswerListener",
    "Connects",
    "LookUpKind",
    "LookUpRun",
    "LookUpState",
    "build_asked",
    "coverage_of",
    "recognise",
]

_log = logging.getLogger(__name__)


class LookUpState(StrEnum):
    """How far an account's answer is."""

    SEARCHING = "searching"
    WAITING = "waiting"  # a pause is kept: `wait` says for which host, how long and why; then it is searching again
    FOUND = "found"
    NONE = "none"  # searched, and nothing found; `is_partial` when something could not be searched
    CANNOT = "cannot"  # it cannot search by this kind; the parts say why
    FAILED = "failed"  # `error` says why
    STOPPED = "stopped"  # cancelled before it had answered


UNDER_WAY: Final = frozenset({LookUpState.SEARCHING, LookUpState.WAITING})


@dataclass(frozen=True, slots=True)
class AccountAnswer:
    """What one account has answered so far.

    Attributes:
        account: which account.
        state: how far it is.
        records: what was found. While an account is asked again, and when that fails, those of the time before.
        parts: what was searched and what not, in words; as `records`.
        columns: the account's own names of fields.
        can_widen: `LookUpRun.widen` would search more.
        error: why it failed.
        wait: the pause that is being kept.
        days: how far back was looked, where the vendor cannot search by the text itself.
        was_widened: it was asked again, further back than at first.
    """

    account: Account
    state: LookUpState = LookUpState.SEARCHING
    records: tuple[Record, ...] = ()
    parts: tuple[LookUpPart, ...] = ()
    columns: tuple[Column, ...] = ()
    can_widen: bool = False
    error: LeaddeskError | None = None
    wait: Wait | None = None
    days: int = 0
    was_widened: bool = False

    @property
    def is_dated(self) -> bool:
        """Whether it looked back for so many days only: the vendor cannot search by the text itself."""
        return self.can_widen or self.was_widened

    @property
    def is_under_way(self) -> bool:
        """Whether more is to come."""
        return self.state in UNDER_WAY

    @property
    def is_partial(self) -> bool:
        """Whether something was tried and did not come to its end, though the account answered."""
        return any(part.failed for part in self.parts)


AnswerListener = Callable[[AccountAnswer], None]
"""Hears of an account's new state, on the loop. What it raises ends the run."""


class Connects(Protocol):
    """Opens an account's provider (`services.accounts.AccountService`)."""

    async def connect(self, account: Account) -> Provider:
        """The live provider of this account."""
        ...


class LookUpRun:
    """One look-up, over several accounts at once, each at its own pace.

    An account that fails, waits or is silent does not hold up or spoil the others.
    """

    def __init__(
        self, accounts: Connects, among: Sequence[Account], asked: LookUpAsked, on_change: AnswerListener
    ) -> None:
        """Nothing is asked yet; all accounts stand as searching."""
        self.asked = asked
        self._accounts = accounts
        self._on_change = on_change
        self._answers = {account.id: AccountAnswer(account, days=asked.days) for account in among}
        self._askings: dict[str, _Asking] = {}

    @property
    def answers(self) -> tuple[AccountAnswer, ...]:
        """How all accounts stand now, in the order in which they were given."""
        return tuple(self._answers.values())

    @property
    def kind(self) -> LookUpKind:
        """What is looked for."""
        return LookUpKind(self.asked.kind)

    async def run(self) -> tuple[AccountAnswer, ...]:
        """Ask all accounts; gives how they stand when the last has answered. Cancelling it stops all of them.

        What fails stands in the answers and is not raised.

        Raises:
            ExceptionGroup: `on_change` raised.
        """
        async with asyncio.TaskGroup() as group:
            for answer in self.answers:
                group.create_task(self.ask_again(answer.account))
        return self.answers

    async def widen(self, account: Account) -> AccountAnswer:
        """Ask this account again, further back (`WIDER_LOOK_UP_DAYS`)."""
        return await self.ask_again(account, days=WIDER_LOOK_UP_DAYS)

    async def ask_again(self, account: Account, *, days: int | None = None) -> AccountAnswer:
        """Ask this account again, by default as far back as before; what it found before stays until it answers.

        An earlier asking of this account that is still under way is no longer heard.

        Raises:
            KeyError: the account is none of this look-up's.
        """
        before = self._answers[account.id]
        asking = _Asking(replace(before, days=days or before.days), self._hear)
        self._askings[account.id] = asking
        asked = replace(self.asked, days=asking.answer.days)
        try:
            asking.begin()
            with waits_told_to(asking.wait):
                outcome = await self._ask(account, asked)
            asking.end(outcome)
        finally:
            asking.stop()
        return self._answers[account.id]

    async def _ask(self, account: Account, asked: LookUpAsked) -> LookUpResult | LeaddeskError:
        try:
            return await self._fetch(account, asked)
        except LeaddeskError as error:
            return error
        except Exception as error:  # a fault of ours in one vendor's part must not end the look-up in the others
            return _own_fault(error)

    async def _fetch(self, account: Account, asked: LookUpAsked) -> LookUpResult:
        provider = await self._accounts.connect(account)
        if not hasattr(provider, "look_up"):
            return LookUpResult((), (LookUpPart("this provider cannot look people up", searched=False),))
        return await cast("LooksUp", provider).look_up(asked)

    def _hear(self, asking: _Asking, answer: AccountAnswer) -> None:
        if self._askings[answer.account.id] is asking:
            self._answers[answer.account.id] = answer
            self._on_change(answer)


class _Asking:
    """One account asked once: turns what happens into answers, and tells them until it has ended."""

    def __init__(self, before: AccountAnswer, tell: Callable[[_Asking, AccountAnswer], None]) -> None:
        self.answer = before
        self._tell = tell
        self._wait_over: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        self._become(replace(self.answer, state=LookUpState.SEARCHING, error=None, wait=None))

    def wait(self, wait: Wait) -> None:
        if self.answer.is_under_way:
            self._become(replace(self.answer, state=LookUpState.WAITING, wait=wait))
            self._wait_over = asyncio.get_running_loop().call_later(max(wait.seconds, 0.0), self.begin)

    def end(self, outcome: LookUpResult | LeaddeskError) -> None:
        if isinstance(outcome, LeaddeskError):
            self._become(replace(self.answer, state=LookUpState.FAILED, error=outcome, wait=None))
            return
        self._become(
            replace(
                self.answer,
                state=_state_of(outcome),
                records=outcome.records,
                parts=outcome.parts,
                columns=outcome.columns,
                can_widen=outcome.can_widen,
                was_widened=self.answer.is_dated and not outcome.can_widen,
                wait=None,
            )
        )

    def stop(self) -> None:
        """Nothing more comes: it has ended, or is cancelled."""
        if self.answer.is_under_way:
            self._become(replace(self.answer, state=LookUpState.STOPPED, wait=None))

    def _become(self, answer: AccountAnswer) -> None:
        if self._wait_over is not None:
            self._wait_over.cancel()
            self._wait_over = None
        self.answer = answer
        self._tell(self, answer)


def _state_of(result: LookUpResult) -> LookUpState:
    if result.records:
        return LookUpState.FOUND
    was_tried = any(part.searched or part.failed for part in result.parts)
    return LookUpState.NONE if was_tried or not result.parts else LookUpState.CANNOT


def _own_fault(error: Exception) -> LeaddeskError:
    """Its text may hold a lead's data and is not kept; where it happened is logged."""
    name = type(error).__name__
    _log.error("a look-up failed: %s\n%s", name, "".join(traceback.format_tb(error.__traceback__)))
    return LeaddeskError(
        f"Something went wrong in leaddesk: {name}.",
        "Try again; if it happens again, report it with the log file.",
    )


def coverage_of(answers: Sequence[AccountAnswer]) -> Coverage:
    """The coverage statement of a look-up: per account, what was searched, what was not, and why."""
    notes: list[str] = []
    for answer in answers:
        name = answer.account.name
        notes += [f"{name}: {'searched' if part.searched else 'not searched'}: {part.words}" for part in answer.parts]
        if answer.error is not None:
            notes.append(f"{name}: could not search: {answer.error.what}")
        if answer.is_under_way or answer.state is LookUpState.STOPPED:
            notes.append(f"{name}: not searched to its end: {_unfinished_words(answer)}")
    loaded = sum(len(answer.records) for answer in answers)
    return Coverage(all(map(_is_complete, answers)), total=None, loaded=loaded, notes=tuple(notes))


def _is_complete(answer: AccountAnswer) -> bool:
    has_ended = answer.state in {LookUpState.FOUND, LookUpState.NONE}
    return has_ended and all(part.searched for part in answer.parts)


def _unfinished_words(answer: AccountAnswer) -> str:
    return "it was stopped" if answer.state is LookUpState.STOPPED else "it is still under way"
