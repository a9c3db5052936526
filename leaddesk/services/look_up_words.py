"""What is read of a look-up: the chip of each account, what the chip opens, and the line under the result."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from leaddesk.domain.errors import (
    AnswerNotUnderstood,
    CredentialsRefused,
    InvalidInput,
    KeyringNotAvailable,
    LeaddeskError,
    LimitReached,
    NotReachable,
    ProviderFailed,
    QueryRefused,
    SecretsMissing,
)
from leaddesk.domain.provider import WIDER_LOOK_UP_DAYS, LookUpPart, Wait
from leaddesk.services.look_up import AccountAnswer, LookUpState
from leaddesk.services.look_up_text import LookUpKind

_BY: Final = {LookUpKind.PHONE: "phone", LookUpKind.EMAIL: "e-mail", LookUpKind.ID: "id", LookUpKind.NAME: "name"}

_ERROR_WORDS: Final[tuple[tuple[type[LeaddeskError], str], ...]] = (
    (CredentialsRefused, "key refused"),
    (SecretsMissing, "key missing"),
    (KeyringNotAvailable, "keyring not available"),
    (NotReachable, "not reached"),
    (LimitReached, "limit reached"),
    (QueryRefused, "search refused"),
    (ProviderFailed, "server failed"),
    (AnswerNotUnderstood, "answer not understood"),
)


def chip_words(answer: AccountAnswer, kind: LookUpKind, *, seconds_left: float | None = None) -> str:
    """A few words for one account: `searching`, `3 found`, `none`, `cannot search by phone`, `waiting 4 s`, ...

    “none” says for how many days where not all days were searched: it must not be read as “does not exist”.
    What was found before an account was asked again is said too, as long as it stands (`not reached; 3 found before`).

    Args:
        answer: how the account stands.
        kind: what is looked for.
        seconds_left: of the pause that is being kept; its whole length when left out.
    """
    match answer.state:
        case LookUpState.FOUND | LookUpState.NONE:
            return _outcome_words(answer)
        case LookUpState.CANNOT:
            return f"cannot search by {_BY[kind]}"
        case LookUpState.WAITING:
            words = _wait_words(answer.wait, seconds_left)
        case LookUpState.FAILED:
            words = _failure_words(answer.error)
        case _:
            words = answer.state.value
    return f"{words}; {len(answer.records):,} found before" if answer.records else words


def reason_words(answer: AccountAnswer) -> tuple[str, ...]:
    """What a chip opens: what was searched, what was not and why, and the remedy; one sentence each."""
    return (*_state_words(answer), *(_part_words(part) for part in answer.parts), *_remedy_words(answer))


def coverage_line(answers: Sequence[AccountAnswer], kind: LookUpKind) -> str:
    """One line under the result.

    `Searched: East (90 days), Lofty. In part: West. Not searched: LeadSquared (cannot search by phone). 3 leads found.`
    """
    whole = [_name_with_days(answer) for answer in answers if _has_answered(answer) and not answer.is_partial]
    in_part = [_name_with_days(answer) for answer in answers if _has_answered(answer) and answer.is_partial]
    lacking = [f"{a.account.name} ({chip_words(a, kind)})" for a in answers if not _has_answered(a)]
    found = sum(len(answer.records) for answer in answers)
    titled = (("Searched", whole), ("In part", in_part), ("Not searched", lacking))
    lists = [f"{title}: {', '.join(names)}." for title, names in titled if names]
    return " ".join((*lists, f"{found:,} {'lead' if found == 1 else 'leads'} found."))


def _name_with_days(answer: AccountAnswer) -> str:
    """How far back was searched stands beside the name where that was not all there is."""
    return f"{answer.account.name} ({answer.days:,} days)" if answer.is_dated else answer.account.name


def _has_answered(answer: AccountAnswer) -> bool:
    return answer.state in {LookUpState.FOUND, LookUpState.NONE}


def _outcome_words(answer: AccountAnswer) -> str:
    found = f"{len(answer.records):,} found" if answer.records else "none"
    if answer.is_partial:
        return f"partly searched: {found if answer.records else 'none found'}"
    return f"none in {answer.days:,} days" if answer.is_dated and not answer.records else found


def _wait_words(wait: Wait | None, seconds_left: float | None) -> str:
    if wait is None:
        return "waiting"
    seconds = wait.seconds if seconds_left is None else seconds_left
    return f"waiting {max(math.ceil(seconds), 0):,} s"


def _failure_words(error: LeaddeskError | None) -> str:
    return next((words for kind, words in _ERROR_WORDS if isinstance(error, kind)), "could not search")


def _state_words(answer: AccountAnswer) -> tuple[str, ...]:
    match answer.state:
        case LookUpState.SEARCHING:
            return ("The answer has not come yet. The other accounts do not wait for it.",)
        case LookUpState.WAITING if answer.wait is not None:
            return (f"Waiting for {answer.wait.host}: {answer.wait.reason}. It goes on by itself.",)
        case LookUpState.STOPPED:
            return ("It was stopped before the answer came.",)
        case LookUpState.FAILED if answer.error is not None:
            said = (f"It said: {answer.error.said}",) if answer.error.said else ()
            return (_problem_words(answer.error), *said)
        case _:
            return ()


def _problem_words(error: LeaddeskError) -> str:
    """Input errors are known by their messages; the key of the field means nothing to the reader."""
    if isinstance(error, InvalidInput):
        return "; ".join(problem.message for problem in error.problems)
    return error.what


def _part_words(part: LookUpPart) -> str:
    if part.searched:
        return f"Searched: {part.words}"
    return f"Not searched to its end: {part.words}" if part.failed else f"Not searched: {part.words}"


def _remedy_words(answer: AccountAnswer) -> tuple[str, ...]:
    if answer.error is not None:
        return (answer.error.remedy,) if answer.error.remedy else ()
    if answer.state is LookUpState.CANNOT:
        return ("Look the person up by something else: a phone, an e-mail, a name or an id.",)
    if answer.can_widen and answer.days < WIDER_LOOK_UP_DAYS:
        return (f"A wider look-up goes back {WIDER_LOOK_UP_DAYS:,} days in place of {answer.days:,}.",)
    return ()
