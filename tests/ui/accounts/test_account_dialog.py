from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from leaddesk.domain.account import Account, check_account_input
from leaddesk.domain.errors import AccountMending, FieldProblem
from leaddesk.domain.provider import AccountReport
from leaddesk.domain.provider import TestStep as Step
from leaddesk.providers.catalog import PROVIDERS
from leaddesk.ui.accounts.account_dialog import AccountDialog
from leaddesk.ui.accounts.account_draft import ACCOUNT_NAME_KEY, AccountDraft
from leaddesk.ui.accounts.account_form import KEPT_PLACEHOLDER, needs_words
from leaddesk.ui.accounts.server_edit import ServerEdit
from leaddesk.ui.widgets.secret_edit import SecretEdit
from leaddesk.ui.widgets.tab_order import chained_stops, tab_stops
from tests.ui.accounts.sample_providers import ALPHA, BETA, GAMMA, SECRET

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

EXISTING = Account("1", "Main", "alpha", {"client_id": "id-1", "data_server": "https://data.example.net"})


@pytest.fixture
def dialog(qtbot: QtBot) -> AccountDialog:
    made = AccountDialog([ALPHA, BETA])
    qtbot.addWidget(made)
    return made


def line(dialog: AccountDialog, key: str) -> QLineEdit:
    editor = dialog.form.editors[key]
    assert isinstance(editor, QLineEdit)
    return editor


def fill(dialog: AccountDialog, **texts: str) -> None:
    for key, text in texts.items():
        line(dialog, key).setText(text)


def pick_provider(dialog: AccountDialog, key: str) -> None:
    place = dialog.provider.findData(key)
    dialog.provider.setCurrentIndex(place)
    dialog.provider.activated.emit(place)


def shown_labels(dialog: AccountDialog) -> list[str]:
    return [box.label.text() for box in dialog.form.boxes.values() if not box.isHidden()]


def saved_by(dialog: AccountDialog) -> list[AccountDraft]:
    drafts: list[AccountDraft] = []
    dialog.save_requested.connect(drafts.append)
    return drafts


def everything_said(widget: QWidget) -> str:
    """All that a screen reader, a log of the widget tree or a tool tip could give away."""
    said: list[str] = []
    for child in (widget, *widget.findChildren(QWidget)):
        said += [child.accessibleName(), child.accessibleDescription(), child.toolTip(), repr(child)]
        interface = QAccessible.queryAccessibleInterface(child)
        if interface is not None:
            kinds = (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description, QAccessible.Text.Help)
            said += [interface.text(kind) for kind in kinds]
    return "\n".join(said)


def test_the_fields_of_the_picked_provider_are_drawn(dialog: AccountDialog) -> None:
    assert shown_labels(dialog) == ["Client id *", "Client secret *", "Data server"]
    assert [button.text() for button in dialog.form.way_buttons] == ["API credential", "Access token"]
    pick_provider(dialog, "beta")
    assert shown_labels(dialog) == ["Server *", "Access key *", "Region"]
    assert dialog.form.way_buttons == []
    assert isinstance(dialog.form.editors["region"], QComboBox)


def test_the_other_way_to_sign_in_shows_its_own_fields(dialog: AccountDialog) -> None:
    dialog.form.way_buttons[1].click()
    assert shown_labels(dialog) == ["Access token *", "Data server"]


def test_servers_with_a_default_are_folded_away_and_needed_ones_are_not(dialog: AccountDialog) -> None:
    assert dialog.form.fold.isAncestorOf(line(dialog, "data_server"))
    assert not dialog.form.fold.is_open
    pick_provider(dialog, "beta")
    assert not dialog.form.fold.isAncestorOf(line(dialog, "server"))
    assert dialog.form.fold.isHidden()


def test_saving_gives_the_fields_of_the_chosen_way_only(qtbot: QtBot, dialog: AccountDialog) -> None:
    fill(dialog, client_id="id-1", client_secret="unused")
    dialog.form.way_buttons[1].click()
    fill(dialog, access_token=SECRET)
    drafts = saved_by(dialog)
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    (draft,) = drafts
    assert (draft.provider, draft.name, draft.kept) == ("alpha", "Alpha CRM", ())
    assert draft.values == {"access_token": SECRET, "data_server": "https://data.example.com"}
    check_account_input(ALPHA.account_fields, ALPHA.sign_ins, draft.values)


def test_the_values_of_a_choice_are_given_as_they_are_sent(dialog: AccountDialog) -> None:
    pick_provider(dialog, "beta")
    fill(dialog, server="https://crm.example.com", access_key=SECRET)
    drafts = saved_by(dialog)
    dialog.save_button.click()
    assert drafts[0].values["region"] == "eu"


@pytest.mark.parametrize("button", ["save_button", "test_button"])
def test_missing_fields_are_marked_and_nothing_is_emitted(qtbot: QtBot, dialog: AccountDialog, button: str) -> None:
    with qtbot.assertNotEmitted(dialog.save_requested), qtbot.assertNotEmitted(dialog.test_requested):
        getattr(dialog, button).click()
    assert dialog.form.boxes["client_id"].problem == "Fill in Client id"
    assert dialog.form.boxes["client_secret"].problem == "Fill in Client secret"
    assert dialog.focusWidget() is line(dialog, "client_id")


@pytest.mark.parametrize("bad", [f"{SECRET}\n{SECRET}", f"“{SECRET}”", f"{SECRET} x", f"{SECRET}\x07x"])
def test_a_secret_with_a_line_break_or_a_foreign_character_is_refused_without_being_repeated(
    qtbot: QtBot, dialog: AccountDialog, bad: str
) -> None:
    fill(dialog, client_id="id-1", client_secret=bad)
    assert dialog.form.boxes["client_secret"].problem.startswith("This holds a")
    with qtbot.assertNotEmitted(dialog.save_requested):
        dialog.save_button.click()
    assert SECRET not in everything_said(dialog)


def test_a_pasted_secret_loses_the_blanks_around_it(qtbot: QtBot, dialog: AccountDialog) -> None:
    QGuiApplication.clipboard().setText(f"  {SECRET} \n")
    line(dialog, "client_secret").paste()
    assert line(dialog, "client_secret").text().strip() == SECRET
    fill(dialog, client_id="id-1")
    drafts = saved_by(dialog)
    dialog.save_button.click()
    assert drafts[0].values["client_secret"] == SECRET


def test_a_server_without_tls_is_marked_and_advanced_opens(qtbot: QtBot, dialog: AccountDialog) -> None:
    fill(dialog, client_id="id-1", client_secret=SECRET, data_server="http://example.com")
    with qtbot.assertNotEmitted(dialog.save_requested):
        dialog.save_button.click()
    assert dialog.form.boxes["data_server"].problem.startswith("http://")
    assert dialog.form.fold.is_open


def test_secrets_are_in_no_repr_no_accessible_text_and_no_tool_tip(dialog: AccountDialog) -> None:
    fill(dialog, client_id="id-1", client_secret=SECRET)
    assert SECRET not in repr(dialog.draft())
    assert SECRET not in everything_said(dialog)


@pytest.mark.parametrize("leave", [AccountDialog.accept, AccountDialog.reject, AccountDialog.close])
def test_secrets_are_gone_when_the_dialog_is_left_and_undo_does_not_bring_them_back(
    qtbot: QtBot, dialog: AccountDialog, leave: Callable[[AccountDialog], object]
) -> None:
    dialog.open()
    secret = line(dialog, "client_secret")
    qtbot.keyClicks(secret, SECRET)
    leave(dialog)
    assert not dialog.isVisible()
    secret.setEchoMode(QLineEdit.EchoMode.Normal)
    secret.undo()
    assert secret.text() == ""


def test_secrets_are_gone_when_another_provider_is_picked(dialog: AccountDialog) -> None:
    fill(dialog, client_secret=SECRET)
    secret = line(dialog, "client_secret")
    pick_provider(dialog, "beta")
    assert secret.text() == ""


def test_while_changing_an_account_kept_secrets_need_not_be_typed_again(qtbot: QtBot) -> None:
    dialog = AccountDialog([ALPHA, BETA], account=EXISTING, kept_secrets=["client_secret"], taken_names=["Main"])
    qtbot.addWidget(dialog)
    assert not dialog.provider.isEnabled()
    assert dialog.name.text() == "Main"
    assert line(dialog, "client_secret").text() == ""
    assert line(dialog, "client_secret").placeholderText() == KEPT_PLACEHOLDER
    drafts = saved_by(dialog)
    dialog.save_button.click()
    assert drafts == [
        AccountDraft(
            "alpha", "Main", {"client_id": "id-1", "data_server": "https://data.example.net"}, ("client_secret",)
        )
    ]


def test_a_secret_typed_while_changing_replaces_the_kept_one(qtbot: QtBot) -> None:
    dialog = AccountDialog([ALPHA], account=EXISTING, kept_secrets=["client_secret"])
    qtbot.addWidget(dialog)
    fill(dialog, client_secret=SECRET)
    assert dialog.draft().kept == ()
    assert dialog.draft().values["client_secret"] == SECRET


def test_the_way_that_the_account_uses_is_chosen(qtbot: QtBot) -> None:
    dialog = AccountDialog([ALPHA], account=Account("2", "Token", "alpha"), kept_secrets=["access_token"])
    qtbot.addWidget(dialog)
    assert dialog.form.way.title == "Access token"


def test_a_secret_that_is_not_in_the_keyring_has_to_be_typed(qtbot: QtBot) -> None:
    dialog = AccountDialog([ALPHA], account=EXISTING)
    qtbot.addWidget(dialog)
    assert [problem.field for problem in dialog.check()] == ["client_secret"]


@pytest.mark.parametrize("name", ["", "   ", "alpha crm", "ALPHA CRM"])
def test_a_name_is_needed_and_must_be_free(qtbot: QtBot, name: str) -> None:
    dialog = AccountDialog([ALPHA], taken_names=["Alpha CRM"])
    qtbot.addWidget(dialog)
    fill(dialog, client_id="id-1", client_secret=SECRET)
    assert dialog.name.text() == "Alpha CRM 2"
    dialog.name.setText(name)
    with qtbot.assertNotEmitted(dialog.save_requested):
        dialog.save_button.click()
    assert [problem.field for problem in dialog.check()] == [ACCOUNT_NAME_KEY]


def test_the_proposed_name_follows_the_provider_until_it_is_typed(qtbot: QtBot, dialog: AccountDialog) -> None:
    pick_provider(dialog, "beta")
    assert dialog.name.text() == "Beta Leads"
    qtbot.keyClicks(dialog.name, " 1")
    pick_provider(dialog, "alpha")
    assert dialog.name.text() == "Beta Leads 1"


def test_problems_found_later_are_shown_at_their_fields_and_none_is_swallowed(dialog: AccountDialog) -> None:
    problems = (
        FieldProblem("client_id", "is not known"),
        FieldProblem(ACCOUNT_NAME_KEY, "is taken"),
        FieldProblem("access_token", "is expired"),
    )
    dialog.show_problems(problems)
    assert dialog.form.boxes["client_id"].problem == "Is not known"
    assert dialog.stray_words == "Access token: is expired"
    assert dialog.focusWidget() is dialog.name


def test_testing_rests_the_fields_and_the_button_stops_it(qtbot: QtBot, dialog: AccountDialog) -> None:
    fill(dialog, client_id="id-1", client_secret=SECRET)
    drafts: list[AccountDraft] = []
    dialog.test_requested.connect(drafts.append)
    dialog.test_button.click()
    assert [draft.values["client_secret"] for draft in drafts] == [SECRET]
    dialog.show_testing()
    assert not dialog.save_button.isEnabled()
    assert not line(dialog, "client_id").isEnabled()
    with qtbot.waitSignal(dialog.test_cancel_wanted):
        dialog.test_button.click()
    dialog.show_idle()
    assert dialog.save_button.isEnabled()
    assert dialog.report.isHidden()
    assert line(dialog, "client_secret").text() == SECRET


def test_problems_found_instead_of_a_report_end_the_test(dialog: AccountDialog) -> None:
    dialog.show_testing()
    dialog.show_problems((FieldProblem("client_id", "is not known"),))
    assert dialog.report.isHidden()
    assert dialog.save_button.isEnabled()
    assert dialog.form.boxes["client_id"].problem == "Is not known"


def test_leaving_while_testing_calls_the_test_off(qtbot: QtBot, dialog: AccountDialog) -> None:
    dialog.open()
    dialog.show_testing()
    with qtbot.waitSignal(dialog.test_cancel_wanted):
        dialog.reject()


def test_a_report_disappears_when_what_was_tested_is_changed(qtbot: QtBot, dialog: AccountDialog) -> None:
    dialog.show_report(AccountReport((Step("Sign in", "api.example.com", "Fine."),), usable=True))
    assert not dialog.report.isHidden()
    qtbot.keyClicks(line(dialog, "client_id"), "x")
    assert dialog.report.isHidden()


def test_a_revealed_secret_is_hidden_again_while_the_test_runs(dialog: AccountDialog) -> None:
    secret = line(dialog, "client_secret")
    assert isinstance(secret, SecretEdit)
    fill(dialog, client_secret=SECRET)
    secret.eye.trigger()
    assert secret.echoMode() is QLineEdit.EchoMode.Normal
    dialog.show_testing()
    assert secret.echoMode() is QLineEdit.EchoMode.Password


def test_where_secrets_are_kept_is_said(dialog: AccountDialog) -> None:
    dialog.set_storage_words("Kept for this run only.", True)
    assert dialog.storage_words == "Kept for this run only."
    dialog.set_storage_words("Kept in the keyring.", False)
    assert dialog.storage_words == "Kept in the keyring."


def test_markup_in_the_help_is_shown_as_it_is(qtbot: QtBot, dialog: AccountDialog) -> None:
    dialog.show()
    labels = [
        child for child in dialog.findChildren(QWidget) if child.accessibleName() == "Where the credential is found"
    ]
    assert [label.property("text") for label in labels] == [ALPHA.credential_help]
    assert labels[0].property("textFormat") == Qt.TextFormat.PlainText


def words_in(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if not label.isHidden()]


def test_the_dialog_says_what_each_provider_needs(dialog: AccountDialog) -> None:
    assert needs_words(ALPHA) == "You need: client id and client secret, or access token."
    assert needs_words(GAMMA) == "You need: API id."
    assert needs_words(ALPHA) in words_in(dialog)
    pick_provider(dialog, "beta")
    assert "You need: server and access key." in words_in(dialog)
    assert dialog.provider.accessibleDescription() == "You need: server and access key."


def test_a_dialog_for_a_change_names_its_account(qtbot: QtBot) -> None:
    dialog = AccountDialog([ALPHA, BETA], account=EXISTING)
    qtbot.addWidget(dialog)
    assert "Change “Main”" in words_in(dialog)
    assert needs_words(ALPHA) not in words_in(dialog)


def test_a_server_with_regions_stays_in_view_and_takes_any_other(qtbot: QtBot) -> None:
    dialog = AccountDialog([GAMMA])
    qtbot.addWidget(dialog)
    server = dialog.form.editors["server"]
    assert isinstance(server, ServerEdit)
    assert not dialog.form.fold.isAncestorOf(server)
    fill(dialog, API_id=SECRET)
    drafts = saved_by(dialog)
    server.setCurrentIndex(1)
    dialog.save_button.click()
    assert drafts[-1].values["server"] == "https://api-ir.example.com"
    server.setEditText("crm.example.net")
    dialog.save_button.click()
    checked = check_account_input(GAMMA.account_fields, GAMMA.sign_ins, drafts[-1].values)
    assert checked.settings["server"] == "https://crm.example.net"
    server.setEditText("http://crm.example.net")
    dialog.save_button.click()
    assert len(drafts) == 2
    assert dialog.form.boxes["server"].problem.startswith("http://")


def test_what_mends_an_account_is_put_into_its_fields_and_tested(qtbot: QtBot, dialog: AccountDialog) -> None:
    fill(dialog, client_id="id-1", client_secret=SECRET)
    dialog.show_report(
        AccountReport(
            (Step("Sign in", "api.example.com", ""),),
            usable=False,
            mending=AccountMending("Go there", (("data_server", "https://data.example.net"),)),
        )
    )
    assert dialog.report.mend_button is not None
    drafts: list[AccountDraft] = []
    dialog.test_requested.connect(drafts.append)
    qtbot.mouseClick(dialog.report.mend_button, Qt.MouseButton.LeftButton)
    assert [draft.values["data_server"] for draft in drafts] == ["https://data.example.net"]
    assert drafts[0].values["client_secret"] == SECRET
    assert dialog.form.fold.is_open, "what was changed is in view"


def test_mending_never_touches_a_secret_and_says_what_it_could_not_do(qtbot: QtBot, dialog: AccountDialog) -> None:
    fill(dialog, client_id="id-1", client_secret=SECRET)
    mending = AccountMending("Do it", (("client_secret", "other"), ("nowhere", "x")))
    with qtbot.assertNotEmitted(dialog.test_requested):
        dialog.report.mending_wanted.emit(mending)
    assert line(dialog, "client_secret").text() == SECRET
    assert dialog.stray_words == "This could not be set here: Client secret, nowhere"


@pytest.mark.parametrize("info", [entry.info for entry in PROVIDERS], ids=lambda info: info.key)
def test_the_dialog_of_every_provider_is_worked_by_tab_and_named_throughout(qtbot: QtBot, info: object) -> None:
    infos = [entry.info for entry in PROVIDERS]
    dialog = AccountDialog(infos)
    qtbot.addWidget(dialog)
    pick_provider(dialog, getattr(info, "key"))  # noqa: B009 - the parameter is an object
    dialog.form.fold.set_open(opened=True)
    stops = tab_stops(dialog)
    nameless = []
    for stop in stops:
        interface = QAccessible.queryAccessibleInterface(stop)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            nameless.append(stop)
    assert nameless == []
    chain = chained_stops(dialog)
    wanted = [dialog.provider, dialog.name, *tab_stops(dialog.form), dialog.test_button, dialog.save_button]
    places = [chain.index(stop) for stop in wanted]
    assert places == sorted(places)
    assert dialog.check(), "keys are needed"
