"""What is said in place of rows: “none found” is only ever said of what was searched."""

from __future__ import annotations

from dataclasses import replace

import pytest

from leaddesk.domain.errors import NetworkCause, NotReachable
from leaddesk.domain.provider import LookUpPart
from leaddesk.services.look_up import AccountAnswer, LookUpState
from leaddesk.services.look_up_text import LookUpKind
from leaddesk.services.look_up_words import coverage_line
from leaddesk.ui.look_up.empty_states import WIDEN, empty_state
from leaddesk.ui.look_up.next_steps import may_ask_again, may_open_account, may_widen
from leaddesk.ui.results.table_state import CANCEL, RETRY, StateKind
from tests.ui.look_up.look_up_parts import standing

SILENT = NotReachable("h did not answer.", host="h", cause=NetworkCause.SILENT)
ALL = LookUpPart("all leads", searched=True)
LACKING = LookUpPart("older leads", searched=False)
CUT_OFF = LookUpPart("the second page", searched=False, failed=True)

none = replace(standing("East", LookUpState.NONE), parts=(ALL,))
narrow = replace(standing("West", LookUpState.NONE, can_widen=True, days=90), parts=(ALL, LACKING))
wide = replace(narrow, days=730)
failed = standing("North", LookUpState.FAILED, error=SILENT)
stopped = standing("South", LookUpState.STOPPED)
cannot = replace(standing("Up", LookUpState.CANNOT), parts=(LACKING,))
searching = standing("Down", LookUpState.SEARCHING)


@pytest.mark.parametrize(
    ("answers", "kind", "title", "actions"),
    [
        ([], StateKind.NOT_SEARCHED, "Nobody looked up yet", []),
        ([searching, none], StateKind.SEARCHING, "Searching", [CANCEL]),
        ([none], StateKind.NOTHING_FOUND, "None found", []),
        ([none, narrow], StateKind.NOTHING_FOUND, "None found in what was searched", [WIDEN]),
        ([none, wide], StateKind.NOTHING_FOUND, "None found in what was searched", []),
        ([none, failed], StateKind.NOTHING_FOUND, "None found in what was searched", [RETRY]),
        ([none, cannot], StateKind.NOTHING_FOUND, "None found in what was searched", []),
        ([none, stopped], StateKind.NOTHING_FOUND, "None found in what was searched", [RETRY]),
        ([failed, cannot], StateKind.COULD_NOT_SEARCH, "Could not search", [RETRY]),
        ([stopped], StateKind.NOT_SEARCHED, "Stopped", [RETRY]),
        ([cannot], StateKind.COULD_NOT_SEARCH, "No account can search by this", []),
    ],
)
def test_the_words_follow_from_what_was_searched(
    answers: list[AccountAnswer], kind: StateKind, title: str, actions: list[str]
):
    state = empty_state(answers)
    assert (state.kind, state.title, [action.key for action in state.actions]) == (kind, title, actions)


@pytest.mark.parametrize(
    "answers", [[none], [none, narrow], [none, wide], [none, failed, cannot], [failed, cannot], [stopped], [cannot]]
)
def test_what_the_line_below_says_is_not_said_here_again(answers: list[AccountAnswer]):
    state = empty_state(answers)
    said = f"{state.title} {state.words} {state.detail}"
    assert not [answer.account.name for answer in answers if answer.account.name in said]
    assert not set(coverage_line(answers, LookUpKind.PHONE).split(". ")) & set(said.split(". "))


def test_where_not_all_was_searched_it_is_said_and_where_to_read_what():
    for answers in ([none, narrow], [none, failed], [none, cannot]):
        state = empty_state(answers)
        assert "Not everything was searched" in state.words
        assert "stands below" in state.detail
    assert empty_state([none]).words == "All accounts were searched, and no lead fits."
    assert "Nothing is known of what exists." in empty_state([failed]).words


def test_while_one_is_silent_the_others_are_not_waited_for_in_words():
    assert empty_state([searching, none]).words == "Waiting for the answer of Down."


def test_what_can_be_done_about_an_answer():
    partial = replace(none, parts=(ALL, CUT_OFF))
    assert [may_widen(one) for one in (none, narrow, wide, failed)] == [False, True, False, False]
    assert [may_ask_again(one) for one in (none, failed, stopped, partial, searching)] == [
        False, True, True, True, False,
    ]  # fmt: skip
    assert [may_open_account(one) for one in (none, failed)] == [False, True]
    assert not may_widen(replace(narrow, state=LookUpState.SEARCHING))
