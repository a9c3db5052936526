"""What the table says when it has no rows to show. Pure; no Qt.

Nothing searched yet, searching, nothing found, could not search, and all rows narrowed away are different
things and never look alike: “nothing found” is only ever said when the vendor answered so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from leaddesk.domain.errors import CredentialsRefused, InvalidInput, LeaddeskError, SecretsMissing

RETRY: Final = "retry"
OPEN_ACCOUNT: Final = "open-account"
CANCEL: Final = "cancel"
NEXT_PAGE: Final = "next-page"
SHOW_ALL_LOADED: Final = "show-all-loaded"


class StateKind(StrEnum):
    """Which of the things it is."""

    ROWS = "rows"
    NOT_SEARCHED = "not searched"
    SEARCHING = "searching"
    NOTHING_FOUND = "nothing found"
    NOTHING_HERE = "nothing on this page"
    COULD_NOT_SEARCH = "could not search"
    NARROWED_AWAY = "narrowed away"


@dataclass(frozen=True, slots=True)
class StateAction:
    """A button: the key that `action_requested` gives, its words, its icon's name, whether it is the first choice."""

    key: str
    label: str
    icon: str = ""
    primary: bool = False


@dataclass(frozen=True, slots=True)
class TableState:
    """A state in words. `detail` is quieter: what was searched, or what the other side said."""

    kind: StateKind
    title: str = ""
    words: str = ""
    detail: str = ""
    actions: tuple[StateAction, ...] = ()


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What leaves loaded rows out: the text typed, whether columns have filters; and what was not looked at at all."""

    typed: str = ""
    is_filtered: bool = False
    not_looked_at: str = "Rows of other pages were not looked at."


ROWS: Final = TableState(StateKind.ROWS)


def not_searched(words: str = "Fill in the search and press Search.") -> TableState:
    """Before the first search."""
    return TableState(StateKind.NOT_SEARCHED, "Nothing searched yet", words)


def searching(where: str) -> TableState:
    """While an answer is awaited; `where` names the account."""
    action = StateAction(CANCEL, "Cancel", "stop")
    return TableState(StateKind.SEARCHING, "Searching", f"Waiting for the answer of {where}.", actions=(action,))


def nothing_found(searched: str, actions: tuple[StateAction, ...] = ()) -> TableState:
    """The vendor answered, and no record fits; `searched` says what was asked, `actions` widen it."""
    words = "The search was carried out and no record fits it."
    return TableState(StateKind.NOTHING_FOUND, "Nothing found", words, searched, actions)


def nothing_on_page() -> TableState:
    """No row of this page is shown, and pages follow: nothing may be called not found yet."""
    words = "No row of this page belongs to what was asked. More pages follow: look there before you take it for none."
    action = StateAction(NEXT_PAGE, "Next page", "right", primary=True)
    return TableState(StateKind.NOTHING_HERE, "Nothing on this page", words, actions=(action,))


def could_not_search(error: LeaddeskError) -> TableState:
    """No answer: nothing is known about what exists. Retry and, where the key is at fault, the account are offered."""
    at_account = isinstance(error, CredentialsRefused | SecretsMissing)
    retry = StateAction(RETRY, "Try again", "refresh", primary=not at_account)
    account = StateAction(OPEN_ACCOUNT, "Open account…", "account", primary=at_account)
    actions = () if isinstance(error, InvalidInput) else ((account, retry) if at_account else (retry, account))
    words = "\n".join(text for text in (error.what, error.remedy) if text)
    detail = f"The answer was: {error.said}" if error.said else ""
    return TableState(StateKind.COULD_NOT_SEARCH, "Could not search", words, detail, actions)


def narrowed_away(loaded: int, narrowing: Narrowing) -> TableState:
    """All loaded rows are hidden by what was typed into the narrowing box, or by filters of columns."""
    one = loaded == 1
    rows = "The one loaded row" if one else f"None of the {loaded:,} loaded rows"
    holds = f"{'does not hold' if one else 'holds'} “{narrowing.typed}”" if narrowing.typed.strip() else ""
    passes = f"{'does not pass' if one else 'passes'} the filters" if narrowing.is_filtered else ""
    words = f"{rows} {' and '.join(part for part in (holds, passes) if part)}."
    action = StateAction(SHOW_ALL_LOADED, "Show all loaded rows", "undo", primary=True)
    lines = "\n".join(part for part in (words, narrowing.not_looked_at) if part)
    return TableState(StateKind.NARROWED_AWAY, "All loaded rows are hidden", lines, actions=(action,))
