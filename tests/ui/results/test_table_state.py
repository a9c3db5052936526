from __future__ import annotations

import pytest

from leaddesk.domain.errors import CredentialsRefused, FieldProblem, InvalidInput, NetworkCause, NotReachable
from leaddesk.ui.results.table_state import (
    OPEN_ACCOUNT,
    RETRY,
    Narrowing,
    could_not_search,
    narrowed_away,
    nothing_found,
    searching,
)


def test_a_refused_key_offers_the_account_first():
    error = CredentialsRefused("The key was refused.", host="x.example.com", remedy="Enter another.", said="<b>no</b>")
    state = could_not_search(error)
    assert state.words == "The key was refused.\nEnter another."
    assert state.detail == "The answer was: <b>no</b>"
    assert [(action.key, action.primary) for action in state.actions] == [(OPEN_ACCOUNT, True), (RETRY, False)]


def test_a_silent_host_offers_another_try_first():
    error = NotReachable("No answer.", host="x.example.com", cause=NetworkCause.SILENT)
    assert [(action.key, action.primary) for action in could_not_search(error).actions] == [
        (RETRY, True),
        (OPEN_ACCOUNT, False),
    ]


def test_wrong_input_is_not_tried_again():
    assert could_not_search(InvalidInput((FieldProblem("EndDate", "too early"),))).actions == ()


def test_nothing_found_is_only_said_of_an_answered_search():
    error = NotReachable("No answer.", host="x.example.com", cause=NetworkCause.SILENT)
    others = (could_not_search(error), searching("Office"), narrowed_away(100, Narrowing("x")))
    assert nothing_found("all leads").title == "Nothing found"
    assert all("nothing found" not in (state.title + state.words).lower() for state in others)


@pytest.mark.parametrize(
    ("loaded", "words"), [(1, "The one loaded row does not hold"), (1200, "None of the 1,200 loaded")]
)
def test_narrowing_everything_away_is_told_apart_from_finding_nothing(loaded, words):
    state = narrowed_away(loaded, Narrowing("<b>x"))
    assert state.words.startswith(words)
    assert "“<b>x”" in state.words
    assert "other pages" in state.words
