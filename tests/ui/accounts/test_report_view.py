from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from leaddesk.domain.errors import (
    AccountMending,
    AnswerFault,
    AnswerNotUnderstood,
    CredentialsRefused,
    KeyringNotAvailable,
    LeaddeskError,
    LimitReached,
    NetworkCause,
    NotReachable,
    ProviderFailed,
    QueryRefused,
    SecretsMissing,
)
from leaddesk.domain.provider import AccountReport
from leaddesk.domain.provider import TestStep as Step
from leaddesk.ui.accounts.report_view import ReportView, step_lines, summary_of

GOOD = Step("Sign in", "api.example.com", "A token was given.")
ERRORS: list[tuple[LeaddeskError, str]] = [
    (CredentialsRefused("Key refused.", host="h", remedy="Make a new key.", said="403"), "The key was refused."),
    (SecretsMissing("No secret.", "Type it."), "The key is missing."),
    (KeyringNotAvailable("Locked.", "Unlock it."), "The keyring is not available."),
    (LimitReached("Too many calls.", host="h", wait_seconds=9.0), "The provider asks for a pause."),
    (QueryRefused("Refused.", status=400, said="<b>bad</b>"), "The provider refused the search."),
    (ProviderFailed("Failed.", status=500), "The provider's server failed."),
    (AnswerNotUnderstood("A web page came back.", fault=AnswerFault.WEB_PAGE), "The answer could not be understood."),
    *(
        (NotReachable(f"Because of: {cause.value}.", host="h", cause=cause, remedy="Look there."), "Not reachable.")
        for cause in NetworkCause
    ),
]


@pytest.fixture
def view(qtbot: QtBot) -> ReportView:
    made = ReportView()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(("error", "summary"), ERRORS, ids=[type(error).__name__ for error, _ in ERRORS])
def test_every_kind_of_error_is_told_with_its_cause_and_its_remedy(
    view: ReportView, error: LeaddeskError, summary: str
) -> None:
    view.show_report(AccountReport((GOOD, Step("Read leads", "data.example.com", "", error)), usable=False))
    lines = view.text.splitlines()
    assert lines[0] == summary
    assert {"Sign in", "Read leads", "data.example.com", error.what} <= set(lines)
    assert not error.remedy or error.remedy in lines
    assert not error.said or f"The answer was: {error.said}" in lines


def test_an_account_that_works_says_so(view: ReportView) -> None:
    view.show_report(AccountReport((GOOD,), usable=True))
    assert view.text.splitlines() == ["This account works.", "Sign in", "api.example.com", "A token was given."]


def test_an_account_that_works_in_part_is_no_failure(view: ReportView) -> None:
    refused = Step("Lead types", "api.example.com", "", CredentialsRefused("Refused here.", host="api.example.com"))
    report = AccountReport((GOOD, refused), usable=True)
    assert summary_of(report)[1] == "notice-warning"
    view.show_report(report)
    assert view.text.startswith("Leads can be read.")
    assert "Refused here." in view.text


def test_nothing_is_said_twice(view: ReportView) -> None:
    step = Step("Sign in", "h", "Refused here.", CredentialsRefused("Refused here.", host="h"))
    assert step_lines(step) == (("Refused here.", "problem"),)


def test_a_second_report_replaces_the_first(view: ReportView) -> None:
    view.show_testing()
    view.show_report(AccountReport((GOOD,), usable=True))
    view.show_report(AccountReport((Step("Other", "h", "Fine."),), usable=True))
    assert "A token was given." not in view.text
    view.show_nothing()
    assert view.isHidden()


MENDING = AccountMending("Use it as a key & test", (("token_kind", "api_key"),))
REFUSED = CredentialsRefused("Refused.", host="h", mending=MENDING)


@pytest.mark.parametrize(
    "report",
    [
        AccountReport((GOOD,), usable=False, mending=MENDING),
        AccountReport((GOOD, Step("Read", "h", "", REFUSED)), usable=False),
    ],
    ids=["found by the test", "known to the refusal"],
)
def test_a_change_that_would_mend_the_account_is_a_button(
    qtbot: QtBot, view: ReportView, report: AccountReport
) -> None:
    view.show_report(report)
    assert view.mend_button is not None
    assert view.mend_button.text() == "Use it as a key && test"
    with qtbot.waitSignal(view.mending_wanted) as wanted:
        qtbot.mouseClick(view.mend_button, Qt.MouseButton.LeftButton)
    assert wanted.args == [MENDING]
    view.show_report(AccountReport((GOOD,), usable=True))
    assert view.mend_button is None
