from __future__ import annotations

from dataclasses import replace

import pytest

from leaddesk.domain.account import Account
from leaddesk.domain.errors import (
    AnswerFault,
    AnswerNotUnderstood,
    CredentialsRefused,
    FieldProblem,
    InvalidInput,
    KeyringNotAvailable,
    LeaddeskError,
    LimitReached,
    NetworkCause,
    NotReachable,
    ProviderFailed,
    QueryRefused,
    SecretsMissing,
)
from leaddesk.domain.provider import LookUpPart, Wait
from leaddesk.services.look_up import AccountAnswer, LookUpKind, LookUpState
from leaddesk.services.look_up_words import chip_words, coverage_line, reason_words
from tests.services.look_up_rig import record

HOST = "api.example.com"
EAST = Account("1", "East", "scripted")
ALL = LookUpPart("all leads", searched=True)
OLDER = LookUpPart("leads older than 90 days", searched=False)
BROKEN = LookUpPart("Solar: too many calls", searched=False, failed=True)
WAIT = Wait(HOST, 3.2, "the provider’s limit is reached (429)", attempt=2)
REFUSED = CredentialsRefused("The key was refused.", host=HOST, remedy="Open the account.", said="no such key")

SEARCHING = AccountAnswer(EAST, days=90)
FOUND = replace(SEARCHING, state=LookUpState.FOUND, records=(record("1"), record("2")), parts=(ALL,))
NONE = replace(SEARCHING, state=LookUpState.NONE, parts=(ALL,))
CANNOT = replace(SEARCHING, state=LookUpState.CANNOT, parts=(LookUpPart("by phone: not by this API", searched=False),))
WAITING = replace(SEARCHING, state=LookUpState.WAITING, wait=WAIT)
FAILED = replace(SEARCHING, state=LookUpState.FAILED, error=REFUSED)
STOPPED = replace(SEARCHING, state=LookUpState.STOPPED)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (SEARCHING, "searching"),
        (FOUND, "2 found"),
        (NONE, "none"),
        (replace(NONE, parts=(ALL, OLDER), can_widen=True), "none in 90 days"),
        (replace(NONE, parts=(ALL, OLDER), days=730, was_widened=True), "none in 730 days"),
        (replace(NONE, parts=(ALL, OLDER), days=730), "none"),
        (replace(FOUND, can_widen=True), "2 found"),
        (replace(FOUND, parts=(ALL, BROKEN)), "partly searched: 2 found"),
        (replace(NONE, parts=(ALL, BROKEN), can_widen=True), "partly searched: none found"),
        (WAITING, "waiting 4 s"),
        (FAILED, "key refused"),
        (STOPPED, "stopped"),
        (replace(FAILED, records=(record("1"),)), "key refused; 1 found before"),
        (replace(SEARCHING, records=(record("1"),)), "searching; 1 found before"),
    ],
)
def test_the_chip_says_how_an_account_stands(answer: AccountAnswer, words: str) -> None:
    assert chip_words(answer, LookUpKind.PHONE) == words


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (LookUpKind.PHONE, "cannot search by phone"),
        (LookUpKind.EMAIL, "cannot search by e-mail"),
        (LookUpKind.ID, "cannot search by id"),
        (LookUpKind.NAME, "cannot search by name"),
    ],
)
def test_the_chip_names_what_cannot_be_searched_by(kind: LookUpKind, words: str) -> None:
    assert chip_words(CANNOT, kind) == words


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (REFUSED, "key refused"),
        (SecretsMissing("x"), "key missing"),
        (KeyringNotAvailable("x"), "keyring not available"),
        (NotReachable("x", host=HOST, cause=NetworkCause.SILENT), "not reached"),
        (LimitReached("x", host=HOST, wait_seconds=None), "limit reached"),
        (QueryRefused("x", status=400), "search refused"),
        (ProviderFailed("x", status=500), "server failed"),
        (AnswerNotUnderstood("x", fault=AnswerFault.NOT_JSON), "answer not understood"),
        (LeaddeskError("x"), "could not search"),
    ],
)
def test_the_chip_says_why_an_account_failed(error: LeaddeskError, words: str) -> None:
    assert chip_words(replace(FAILED, error=error), LookUpKind.PHONE) == words


def test_the_chip_counts_a_pause_down() -> None:
    told = [chip_words(WAITING, LookUpKind.ID, seconds_left=left) for left in (3.2, 3.0, 0.4, 0.0, -1.0)]
    assert told == ["waiting 4 s", "waiting 3 s", "waiting 1 s", "waiting 0 s", "waiting 0 s"]


@pytest.mark.parametrize(
    ("answer", "reasons"),
    [
        (SEARCHING, ("The answer has not come yet. The other accounts do not wait for it.",)),
        (FOUND, ("Searched: all leads",)),
        (
            replace(NONE, parts=(ALL, BROKEN, OLDER), can_widen=True),
            (
                "Searched: all leads",
                "Not searched to its end: Solar: too many calls",
                "Not searched: leads older than 90 days",
                "A wider look-up goes back 730 days in place of 90.",
            ),
        ),
        (
            CANNOT,
            (
                "Not searched: by phone: not by this API",
                "Look the person up by something else: a phone, an e-mail, a name or an id.",
            ),
        ),
        (
            WAITING,
            ("Waiting for api.example.com: the provider’s limit is reached (429). It goes on by itself.",),
        ),
        (FAILED, ("The key was refused.", "It said: no such key", "Open the account.")),
        (
            replace(FAILED, error=InvalidInput((FieldProblem("account", "the account “East” was removed"),))),
            ("the account “East” was removed",),
        ),
        (
            replace(FAILED, error=LeaddeskError("It broke."), parts=(ALL,), can_widen=True),
            ("It broke.", "Searched: all leads"),
        ),
        (STOPPED, ("It was stopped before the answer came.",)),
    ],
)
def test_the_chip_opens_what_was_searched_what_not_and_the_remedy(
    answer: AccountAnswer, reasons: tuple[str, ...]
) -> None:
    assert reason_words(answer) == reasons


def test_one_line_says_what_the_result_covers() -> None:
    west, north, south = (Account(name, name, "scripted") for name in ("West", "North", "South"))
    answers = (
        FOUND,
        replace(FOUND, account=west, records=(record("3"),), parts=(ALL, BROKEN)),
        replace(CANNOT, account=north),
        replace(FAILED, account=south),
    )
    assert coverage_line(answers, LookUpKind.PHONE) == (
        "Searched: East. In part: West. Not searched: North (cannot search by phone), South (key refused). 3 leads found."
    )
    assert coverage_line((replace(FOUND, records=(record("1"),)),), LookUpKind.ID) == "Searched: East. 1 lead found."
