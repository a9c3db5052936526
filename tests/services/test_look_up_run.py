from __future__ import annotations

import asyncio
from typing import Any

import pytest

from leaddesk.domain.account import Account, Credentials
from leaddesk.domain.errors import CredentialsRefused, SecretsMissing
from leaddesk.domain.provider import WIDER_LOOK_UP_DAYS, LookUpAsked, LookUpPart, LookUpResult, Wait, WaitListener
from leaddesk.paths import Profile
from leaddesk.services.accounts import AccountService
from leaddesk.services.look_up import AccountAnswer, LookUpRun, LookUpState, build_asked, coverage_of
from leaddesk.services.waits import tell_wait, waits_told_to
from leaddesk.storage.accounts_file import AccountsFile
from leaddesk.storage.memory_vault import MemoryVault
from tests.services.account_rig import INFO, RAW
from tests.services.look_up_rig import Accounts, ScriptedProvider, Told, found, new_run

pytestmark = pytest.mark.anyio

SEARCHING, FOUND, NONE, CANNOT, FAILED, WAITING, STOPPED = (
    LookUpState.SEARCHING,
    LookUpState.FOUND,
    LookUpState.NONE,
    LookUpState.CANNOT,
    LookUpState.FAILED,
    LookUpState.WAITING,
    LookUpState.STOPPED,
)
REFUSED = CredentialsRefused("The key was refused.", host="api.example.com", remedy="Open the account.")


async def test_every_account_is_asked_at_once_and_told_as_it_answers() -> None:
    fast, slow = ScriptedProvider(found("1", "2")), ScriptedProvider(found("3"))
    slow.gate.clear()
    run, told = new_run(Accounts(Fast=fast, Slow=slow))
    assert [answer.state for answer in run.answers] == [SEARCHING, SEARCHING]
    async with asyncio.TaskGroup() as group:
        running = group.create_task(run.run())
        answer = await told.until("Fast", FOUND)
        assert [record.id for record in answer.records] == ["1", "2"]
        assert told.states("Slow") == [SEARCHING]
        assert not running.done()
        slow.gate.set()
    assert [answer.state for answer in running.result()] == [FOUND, FOUND]
    assert running.result() == run.answers
    assert fast.asked == [LookUpAsked("phone", "775 555 0100", "+17755550100")] == slow.asked
    assert coverage_of(run.answers).loaded == 3
    assert coverage_of(run.answers).complete


async def test_failures_stay_with_their_account() -> None:
    accounts = Accounts(
        East=ScriptedProvider(found("1")),
        Wrong=ScriptedProvider(REFUSED),
        Odd=ScriptedProvider(KeyError("ada@example.com")),
        Locked=ScriptedProvider(found("2")),
        Silent=object(),
    )
    accounts.failures["Locked"] = SecretsMissing("The key is missing.")
    run, told = new_run(accounts)
    await run.run()
    east, wrong, odd, locked, silent = run.answers
    assert (east.state, wrong.state, odd.state, locked.state, silent.state) == (FOUND, FAILED, FAILED, FAILED, CANNOT)
    assert wrong.error is REFUSED
    assert odd.error is not None
    assert odd.error.what == "Something went wrong in leaddesk: KeyError."
    assert isinstance(locked.error, SecretsMissing)
    assert silent.parts == (LookUpPart("this provider cannot look people up", searched=False),)
    assert told.states("Wrong") == [SEARCHING, FAILED]
    notes = coverage_of(run.answers).notes
    assert "Wrong: could not search: The key was refused." in notes
    assert "Silent: not searched: this provider cannot look people up" in notes
    assert not coverage_of(run.answers).complete


async def test_a_fault_of_ours_is_logged_without_what_it_says(caplog: pytest.LogCaptureFixture) -> None:
    run, _told = new_run(Accounts(Odd=ScriptedProvider(KeyError("ada@example.com"))))
    await run.run()
    assert "KeyError" in caplog.text
    assert "look_up_rig" in caplog.text
    assert "ada@example.com" not in caplog.text


@pytest.mark.parametrize(
    ("parts", "state"),
    [
        ((LookUpPart("all", searched=True),), NONE),
        ((LookUpPart("all", searched=True), LookUpPart("older ones", searched=False)), NONE),
        ((LookUpPart("Solar", searched=False, failed=True),), NONE),
        ((LookUpPart("by phone: not possible", searched=False),), CANNOT),
        ((), NONE),
    ],
)
async def test_nothing_found_is_told_apart_from_nothing_searched(
    parts: tuple[LookUpPart, ...], state: LookUpState
) -> None:
    run, _told = new_run(Accounts(East=ScriptedProvider(LookUpResult((), parts))))
    (answer,) = await run.run()
    assert answer.state is state
    assert answer.is_partial is any(part.failed for part in parts)


async def test_widening_asks_one_account_again_and_keeps_its_rows_meanwhile() -> None:
    east = ScriptedProvider(found("1", can_widen=True), found("1", "2"))
    west = ScriptedProvider(found())
    accounts = Accounts(East=east, West=west)
    run, told = new_run(accounts)
    await run.run()
    told.answers.clear()
    answer = await run.widen(accounts.all[0])
    assert [asked.days for asked in east.asked] == [90, WIDER_LOOK_UP_DAYS]
    assert len(west.asked) == 1
    during, after = told.answers
    assert (during.state, [record.id for record in during.records]) == (SEARCHING, ["1"])
    assert (after.state, [record.id for record in after.records]) == (FOUND, ["1", "2"])
    assert answer == after == run.answers[0]
    again = await run.ask_again(accounts.all[0])
    assert east.asked[-1].days == WIDER_LOOK_UP_DAYS
    assert (again.days, again.is_dated, run.answers[1].is_dated) == (WIDER_LOOK_UP_DAYS, True, False)


async def test_what_was_found_stays_when_asking_again_fails() -> None:
    accounts = Accounts(East=ScriptedProvider(found("1", can_widen=True), REFUSED))
    run, _told = new_run(accounts)
    await run.run()
    answer = await run.widen(accounts.all[0])
    assert (answer.state, [record.id for record in answer.records]) == (FAILED, ["1"])
    coverage = coverage_of(run.answers)
    assert (coverage.loaded, coverage.complete) == (1, False)
    assert coverage.notes == ("East: searched: all leads", "East: could not search: The key was refused.")


async def test_asking_again_takes_the_place_of_an_asking_under_way() -> None:
    east = ScriptedProvider(found("old"), found("new"))
    east.gate.clear()
    accounts = Accounts(East=east)
    run, told = new_run(accounts)
    async with asyncio.TaskGroup() as group:
        group.create_task(run.run())
        await told.until("East", SEARCHING)
        group.create_task(run.ask_again(accounts.all[0]))
        await told.until_states("East", [SEARCHING, SEARCHING])
        east.gate.set()
    assert [record.id for record in run.answers[0].records] == ["new"]
    assert told.states("East") == [SEARCHING, SEARCHING, FOUND]


async def test_cancelling_stops_all_and_says_which_had_not_answered() -> None:
    east, west = ScriptedProvider(found("1")), ScriptedProvider(found("2"))
    west.gate.clear()
    run, told = new_run(Accounts(East=east, West=west))
    async with asyncio.TaskGroup() as group:
        running = group.create_task(run.run())
        await told.until("East", FOUND)
        running.cancel()
    assert running.cancelled()
    assert west.cancelled == 1
    assert [answer.state for answer in run.answers] == [FOUND, STOPPED]
    assert told.answers[-1].state is STOPPED
    coverage = coverage_of(run.answers)
    assert not coverage.complete
    assert "West: not searched to its end: it was stopped" in coverage.notes


async def test_a_pause_is_told_and_is_over_when_its_time_is() -> None:
    service = WaitingService(Wait("api.example.com", 0.02, "too many calls", attempt=2))
    told = Told()
    run = LookUpRun(service, service.accounts, build_asked("ada@example.com"), told)
    async with asyncio.TaskGroup() as group:
        group.create_task(run.run())
        waiting = await told.until("East", WAITING)
        assert waiting.wait == service.wait
        await told.until_states("East", [SEARCHING, WAITING, SEARCHING])
        service.gate.set()
    assert told.states("East") == [SEARCHING, WAITING, SEARCHING, NONE]
    assert told.answers[-1].wait is None


async def test_an_answer_ends_a_pause_and_a_later_pause_is_not_told() -> None:
    service = WaitingService(Wait("api.example.com", 60.0, "too many calls", attempt=2))
    service.gate.set()
    told = Told()
    (answer,) = await LookUpRun(service, service.accounts, build_asked("ada@example.com"), told).run()
    assert (answer.state, answer.wait) == (NONE, None)
    service.hear(service.wait)
    assert told.states("East") == [SEARCHING, WAITING, NONE]


async def test_what_the_listener_raises_ends_the_run() -> None:
    def refuse(answer: AccountAnswer) -> None:
        if answer.state is FOUND:
            raise BrokenPipeError

    slow = ScriptedProvider(found("2"))
    slow.gate.clear()
    accounts = Accounts(East=ScriptedProvider(found("1")), Slow=slow)
    run = LookUpRun(accounts, accounts.all, build_asked("ada@example.com"), refuse)
    with pytest.raises(ExceptionGroup) as caught:
        await run.run()
    assert isinstance(caught.value.exceptions[0], BrokenPipeError)
    assert slow.cancelled == 1


class WaitingService:
    """One account, whose connection tells a pause within the look-up and answers when the gate is open."""

    def __init__(self, wait: Wait) -> None:
        self.wait = wait
        self.gate = asyncio.Event()
        self.accounts = (Account("1", "East", "scripted"),)
        self.hear: WaitListener = print

    async def connect(self, account: Account) -> Any:

        self.hear = lambda wait: tell_wait(wait, otherwise=lambda _: None)
        provider = ScriptedProvider(found(), during=lambda: self.hear(self.wait))
        provider.gate = self.gate
        return provider


async def test_a_search_over_the_same_connection_keeps_its_own_waits(profile: Profile) -> None:
    """Two calls over one connection at once: each listener hears of its own call's pause only."""
    of_search, of_look_up = (Wait("api.example.com", 60.0, words, attempt=2) for words in ("search", "look-up"))
    tell: list[WaitListener] = []

    def open_provider(_account: Account, _credentials: Credentials, on_wait: WaitListener) -> Any:
        tell.append(on_wait)
        return ScriptedProvider(found(), during=lambda: on_wait(of_look_up))

    service = AccountService((INFO,), AccountsFile(profile), MemoryVault(), open_provider)
    account = await service.add("East", "leadexec", RAW)
    searching: list[Wait] = []
    await service.connect(account, searching.append)
    told = Told()
    run = LookUpRun(service, [account], build_asked("ada@example.com"), told)
    await run.run()
    tell[0](of_search)
    assert len(tell) == 1
    assert searching == [of_search]
    assert [answer.wait for answer in told.answers if answer.wait] == [of_look_up]


async def test_a_task_s_own_listener_reaches_into_the_tasks_it_starts() -> None:
    heard: list[Wait] = []

    wait = Wait("api.example.com", 1.0, "too many calls", attempt=2)

    async def call() -> None:
        tell_wait(wait, otherwise=_never)

    with waits_told_to(heard.append):
        async with asyncio.TaskGroup() as group:
            group.create_task(call())
    assert heard == [wait]
    others: list[Wait] = []
    tell_wait(wait, otherwise=others.append)
    assert (heard, others) == ([wait], [wait])


def _never(_wait: Wait) -> None:
    raise AssertionError("the task has a listener of its own")


def test_a_look_up_under_way_is_not_complete() -> None:
    coverage = coverage_of([AccountAnswer(Account("1", "East", "scripted"))])
    assert not coverage.complete
    assert coverage.notes == ("East: not searched to its end: it is still under way",)
