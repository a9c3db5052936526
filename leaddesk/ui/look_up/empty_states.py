"""What stands in the place of the rows while a look-up has none. Pure; no Qt.

“None found” is only ever said of what was searched.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from leaddesk.services.look_up import AccountAnswer, LookUpState, coverage_of
from leaddesk.services.look_up_text import LookUpKind
from leaddesk.services.look_up_words import coverage_line
from leaddesk.ui.look_up.next_steps import WIDEN_WORDS, may_widen
from leaddesk.ui.results.table_state import CANCEL, RETRY, StateAction, StateKind, TableState

WIDEN: Final = "widen"
_STOP: Final = StateAction(CANCEL, "Stop", "stop")
_AGAIN: Final = StateAction(RETRY, "Look up again", "refresh")


def empty_state(answers: Sequence[AccountAnswer], kind: LookUpKind) -> TableState:
    """Searching, none found in what was searched, nothing could be searched, or stopped: never alike."""
    waited_for = [answer.account.name for answer in answers if answer.is_under_way]
    if waited_for:
        words = f"Waiting for the answer of {', '.join(waited_for)}."
        return TableState(StateKind.SEARCHING, "Searching", words, actions=(_STOP,))
    states = {answer.state for answer in answers}
    words = coverage_line(answers, kind)
    widen = (StateAction(WIDEN, WIDEN_WORDS, "search", primary=True),) if any(map(may_widen, answers)) else ()
    if states & {LookUpState.NONE, LookUpState.FOUND}:
        title = "None found" if coverage_of(answers).complete else "None found in what was searched"
        again = (_AGAIN,) if states & {LookUpState.FAILED, LookUpState.STOPPED} else ()
        detail = "What exactly was searched, and what was not, stands below."
        return TableState(StateKind.NOTHING_FOUND, title, words, detail, (*widen, *again))
    if LookUpState.FAILED in states:
        return TableState(StateKind.COULD_NOT_SEARCH, "Could not search", words, actions=(_AGAIN,))
    if LookUpState.STOPPED in states:
        said = "It was stopped before an answer came. Nothing is known of what exists."
        return TableState(StateKind.NOT_SEARCHED, "Stopped", said, words, (_AGAIN,))
    if answers:
        said = "Look the person up by something else: a phone, an e-mail, a name or an id."
        return TableState(StateKind.COULD_NOT_SEARCH, "No account can search by this", said, words)
    return TableState(StateKind.NOT_SEARCHED, "Nobody looked up yet", "Type a phone, an e-mail, an id or a name above.")
