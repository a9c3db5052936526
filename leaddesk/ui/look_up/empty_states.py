"""What stands in the place of the rows while a look-up has none. Pure; no Qt.

“None found” is only ever said of what was searched.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from leaddesk.services.look_up import AccountAnswer, LookUpState, coverage_of
from leaddesk.ui.look_up.next_steps import WIDEN_WORDS, may_widen
from leaddesk.ui.results.table_state import CANCEL, RETRY, StateAction, StateKind, TableState

WIDEN: Final = "widen"
_STOP: Final = StateAction(CANCEL, "Stop", "stop")
_AGAIN: Final = StateAction(RETRY, "Look up again", "refresh")
_ALL_SEARCHED: Final = "All accounts were searched, and no lead fits."
_PART_SEARCHED: Final = "Not everything was searched: whoever is not found here may exist all the same."
_NOTHING_KNOWN: Final = "Nothing is known of what exists."
_STANDS_BELOW: Final = "What exactly was searched, and what was not, stands below."


def empty_state(answers: Sequence[AccountAnswer]) -> TableState:
    """Searching, none found in what was searched, nothing could be searched, or stopped: never alike.

    Which account searched what stands in the line below the rows, and is not said here again.
    """
    waited_for = [answer.account.name for answer in answers if answer.is_under_way]
    if waited_for:
        words = f"Waiting for the answer of {', '.join(waited_for)}."
        return TableState(StateKind.SEARCHING, "Searching", words, actions=(_STOP,))
    states = {answer.state for answer in answers}
    widen = (StateAction(WIDEN, WIDEN_WORDS, "search", primary=True),) if any(map(may_widen, answers)) else ()
    if states & {LookUpState.NONE, LookUpState.FOUND}:
        again = (_AGAIN,) if states & {LookUpState.FAILED, LookUpState.STOPPED} else ()
        if coverage_of(answers).complete:
            return TableState(StateKind.NOTHING_FOUND, "None found", _ALL_SEARCHED, "", (*widen, *again))
        title = "None found in what was searched"
        return TableState(StateKind.NOTHING_FOUND, title, _PART_SEARCHED, _STANDS_BELOW, (*widen, *again))
    if LookUpState.FAILED in states:
        return TableState(StateKind.COULD_NOT_SEARCH, "Could not search", _NOTHING_KNOWN, _STANDS_BELOW, (_AGAIN,))
    if LookUpState.STOPPED in states:
        said = f"It was stopped before an answer came. {_NOTHING_KNOWN}"
        return TableState(StateKind.NOT_SEARCHED, "Stopped", said, actions=(_AGAIN,))
    if answers:
        said = "Look the person up by something else: a phone, an e-mail, a name or an id."
        return TableState(StateKind.COULD_NOT_SEARCH, "No account can search by this", said, _STANDS_BELOW)
    return TableState(StateKind.NOT_SEARCHED, "Nobody looked up yet", "Type a phone, an e-mail, an id or a name above.")
