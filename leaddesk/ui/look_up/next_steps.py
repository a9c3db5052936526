"""What a person can do about an account's answer. Pure; no Qt."""

from __future__ import annotations

from typing import Final

from leaddesk.domain.provider import WIDER_LOOK_UP_DAYS
from leaddesk.services.look_up import AccountAnswer, LookUpState
from leaddesk.ui.error_view import OPEN_ACCOUNT, words_for

WIDEN_WORDS: Final = f"Search {WIDER_LOOK_UP_DAYS:,} days back"
_UNANSWERED: Final = frozenset({LookUpState.FAILED, LookUpState.STOPPED})


def may_widen(answer: AccountAnswer) -> bool:
    """Whether a wider look-up would search more than the last one did."""
    return answer.can_widen and answer.days < WIDER_LOOK_UP_DAYS and not answer.is_under_way


def may_ask_again(answer: AccountAnswer) -> bool:
    """Whether asking the same again may bring what is missing."""
    return answer.state in _UNANSWERED or (answer.is_partial and not answer.is_under_way)


def may_open_account(answer: AccountAnswer) -> bool:
    """Whether what went wrong may be mended in the account."""
    return answer.error is not None and OPEN_ACCOUNT in words_for(answer.error).actions
