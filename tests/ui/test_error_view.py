"""Every error has a title, words and the buttons that help."""

from __future__ import annotations

import pytest

from leaddesk.domain import errors
from leaddesk.domain.errors import (
    AnswerFault,
    AnswerNotUnderstood,
    CredentialsRefused,
    FieldProblem,
    FileNotWritten,
    InvalidInput,
    KeyringNotAvailable,
    LeaddeskError,
    LimitReached,
    NetworkCause,
    NotReachable,
    ProviderFailed,
    QueryRefused,
    SecretsMissing,
    SettingsDamaged,
    SettingsNotReadable,
)
from leaddesk.ui.error_view import OPEN_ACCOUNT, RETRY, words_for

KNOWN: list[LeaddeskError] = [
    InvalidInput((FieldProblem("account", "the account “East” was removed in the meantime"),)),
    CredentialsRefused("The key was refused.", host="h", remedy="Open the account.", said="401"),
    NotReachable("The host is not known.", host="h", cause=NetworkCause.HOST_UNKNOWN),
    LimitReached("Too many calls.", host="h", wait_seconds=3),
    QueryRefused("The query was refused.", status=400),
    ProviderFailed("The server failed.", status=500),
    AnswerNotUnderstood("A web page came back.", fault=AnswerFault.WEB_PAGE),
    KeyringNotAvailable("The keyring is locked."),
    SecretsMissing("The key is not in the keyring."),
    FileNotWritten("The disk is full."),
    SettingsDamaged("The settings were damaged."),
    SettingsNotReadable("The settings are those of a newer program."),
]


@pytest.mark.parametrize("error", KNOWN, ids=lambda error: type(error).__name__)
def test_each_error_of_the_tree_has_a_title_of_its_own(error):
    shown = words_for(error)
    assert shown.title
    assert shown.title != "That did not work"
    assert shown.words
    assert set(shown.actions) <= {RETRY, OPEN_ACCOUNT}
    assert shown.remedy == error.remedy
    assert shown.details == error.said


def test_no_error_of_the_tree_is_left_out():
    there = {kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, LeaddeskError)}
    assert there - {LeaddeskError} == {type(error) for error in KNOWN}


def test_the_account_is_offered_first_where_the_key_is_at_fault():
    assert words_for(KNOWN[1]).actions[0] == OPEN_ACCOUNT
    assert words_for(SecretsMissing("gone")).actions == (OPEN_ACCOUNT,)
    assert words_for(NotReachable("h", host="h", cause=NetworkCause.SILENT)).actions[0] == RETRY


def test_wrong_input_is_told_without_the_names_of_keys():
    shown = words_for(KNOWN[0])
    assert shown.words == "The account “East” was removed in the meantime."


def test_a_fault_of_ours_says_so_and_repeats_nothing_that_it_holds():
    shown = words_for(ValueError("Jane Doe, jane@example.com, key 123"))
    assert "ValueError" in shown.words
    assert "Jane" not in f"{shown}"
    assert "log file" in shown.remedy


def test_an_unnamed_error_still_has_words():
    assert words_for(LeaddeskError("Something else.", "Do this.")).words == "Something else."
