from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from leaddesk.ui.export.export_dialog import ExportDialog
from leaddesk.ui.export.export_request import ExportChoice, ExportRequest, ExportScope

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CHOICES = (
    ExportChoice("xlsx", "Excel workbook (.xlsx)", "Opens right in Excel.", ".xlsx"),
    ExportChoice("csv for spreadsheets", "CSV for spreadsheets (.csv)", "No cell becomes a formula.", ".csv"),
    ExportChoice("csv for other systems", "CSV for other systems (.csv)", "Every value as it is.", ".csv"),
    ExportChoice("json lines", "JSON Lines (.jsonl)", "One record a line.", ".jsonl"),
)
SCOPES = (
    ExportScope("selected", "Selected", 3),
    ExportScope("page", "This page", 100),
    ExportScope("all", "All", 2000),
)


class Seconds:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path, seconds: Seconds) -> ExportDialog:
    made = ExportDialog(CHOICES, zone_name="Europe/Berlin", clock=seconds)
    qtbot.addWidget(made)
    made.set_scopes(SCOPES, "page")
    made.set_target(tmp_path, "leads")
    made.show()
    return made


def requests_of(dialog: ExportDialog) -> list[ExportRequest]:
    requests: list[ExportRequest] = []
    dialog.export_requested.connect(requests.append)
    return requests


def pick_choice(dialog: ExportDialog, key: str) -> None:
    box = dialog.form.choice_box
    box.setCurrentIndex(box.findData(key))
    box.activated.emit(box.currentIndex())


def shown_buttons(dialog: ExportDialog) -> set[str]:
    return {button.text() for button in dialog.findChildren(QPushButton) if button.isVisible()}


def test_the_numbers_stand_beside_the_choices_and_on_the_button(dialog: ExportDialog) -> None:
    assert [button.text() for button in dialog.form.scope_buttons] == [
        "Selected: 3 leads",
        "This page: 100 leads",
        "All: 2,000 leads",
    ]
    assert dialog.export_button.text() == "Export 100 leads"
    dialog.form.scope_buttons[2].click()
    assert dialog.export_button.text() == "Export 2,000 leads"


def test_what_holds_nothing_cannot_be_chosen(dialog: ExportDialog) -> None:
    dialog.form.scope_buttons[0].click()
    dialog.set_scopes((ExportScope("selected", "Selected", 0), *SCOPES[1:]))
    assert not dialog.form.scope_buttons[0].isEnabled()
    assert dialog.export_button.text() == "Export 100 leads"
    dialog.set_scopes([ExportScope(scope.key, scope.title, 0) for scope in SCOPES])
    assert not dialog.export_button.isEnabled()
    dialog.set_scopes(SCOPES, "all")
    assert dialog.export_button.text() == "Export 2,000 leads"


def test_the_choice_of_rows_stays_when_the_numbers_change(dialog: ExportDialog) -> None:
    dialog.form.scope_buttons[0].click()
    dialog.set_scopes((ExportScope("selected", "Selected", 7), *SCOPES[1:]))
    assert dialog.export_button.text() == "Export 7 leads"


def test_an_export_is_requested_as_it_was_chosen(dialog: ExportDialog, tmp_path: Path) -> None:
    requests = requests_of(dialog)
    dialog.export_button.click()
    pick_choice(dialog, "csv for other systems")
    dialog.form.all_columns.click()
    dialog.form.utc.click()
    dialog.form.scope_buttons[0].click()
    dialog.export_button.click()
    assert requests == [
        ExportRequest("page", "xlsx", all_columns=False, local_zone=True, path=tmp_path / "leads.xlsx"),
        ExportRequest(
            "selected", "csv for other systems", all_columns=True, local_zone=False, path=tmp_path / "leads.csv"
        ),
    ]


def test_each_kind_of_file_says_what_it_is_good_for(dialog: ExportDialog) -> None:
    for choice in CHOICES:
        pick_choice(dialog, choice.key)
        assert dialog.form.choice_box.accessibleDescription() == choice.words
        assert dialog.form.target.path.suffix == choice.suffix


def test_a_file_that_is_there_is_announced_before_it_is_replaced(dialog: ExportDialog, tmp_path: Path) -> None:
    assert dialog.form.target.warning == ""
    (tmp_path / "leads.csv").write_text("old")
    pick_choice(dialog, "csv for spreadsheets")
    assert "is there already" in dialog.form.target.warning
    requests = requests_of(dialog)
    dialog.export_button.click()
    assert len(requests) == 1
    assert (tmp_path / "leads.csv").read_text() == "old"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Choose a file"),
        ("   ", "Choose a file"),
        ("leads.txt", "must end in .xlsx"),
        (".xlsx", "must end in .xlsx"),
        ("nowhere/leads.xlsx", "There is no folder"),
        ("folder.xlsx", "This is a folder"),
        ("nul\0.xlsx", "not a name a file can have"),
    ],
)
def test_a_wrong_file_name_is_marked_and_nothing_is_requested(
    dialog: ExportDialog, tmp_path: Path, text: str, words: str
) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    requests = requests_of(dialog)
    dialog.form.target.line.setText(text)
    dialog.export_button.click()
    assert requests == []
    assert words in dialog.form.target.problem
    assert dialog.focusWidget() is dialog.form.target.line


def test_a_name_without_a_folder_is_meant_in_the_proposed_one(dialog: ExportDialog, tmp_path: Path) -> None:
    dialog.form.target.line.setText("other.xlsx")
    assert dialog.form.target.path == tmp_path / "other.xlsx"


def test_browse_opens_a_file_dialog_that_does_not_block(dialog: ExportDialog, tmp_path: Path) -> None:
    dialog.form.target.browse.click()
    (chooser,) = dialog.findChildren(QFileDialog)
    assert chooser.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert Path(chooser.directory().absolutePath()) == tmp_path
    chooser.fileSelected.emit(str(tmp_path / "chosen.xlsx"))
    assert dialog.form.target.path == tmp_path / "chosen.xlsx"
    chooser.reject()


def test_progress_shows_count_rate_and_what_is_left(dialog: ExportDialog, seconds: Seconds) -> None:
    dialog.show_running("Exporting 2,000 leads")
    assert dialog.is_running
    assert shown_buttons(dialog) == {"Cancel"}
    dialog.show_progress(100, 2000)
    assert dialog.running_words == "Loading: 100 of 2,000"
    seconds.now = 2.0
    dialog.show_progress(1000, 2000)
    assert dialog.running_words == "Loading: 1,000 of 2,000 · 500 a second · about 2 s left"
    assert (dialog.bar.value(), dialog.bar.maximum()) == (500, 1000)


def test_the_rate_is_counted_anew_when_writing_begins(dialog: ExportDialog, seconds: Seconds) -> None:
    dialog.show_running("Exporting")
    seconds.now = 10.0
    dialog.show_progress(2000, 2000)
    dialog.show_progress(0, 2000, "Writing")
    assert dialog.running_words == "Writing: 0 of 2,000"
    seconds.now = 11.0
    dialog.show_progress(800, 2000, "Writing")
    assert "800 a second" in dialog.running_words


def test_without_a_total_the_bar_shows_no_false_progress(dialog: ExportDialog) -> None:
    dialog.show_running("Exporting all leads")
    dialog.show_progress(300, None)
    assert (dialog.bar.minimum(), dialog.bar.maximum()) == (0, 0)
    assert dialog.running_words == "Loading: 300"


@pytest.mark.parametrize("leave", [lambda d: d.cancel_button.click(), ExportDialog.reject, ExportDialog.close])
def test_leaving_while_it_runs_asks_for_a_cancel_and_stays(
    qtbot: QtBot, dialog: ExportDialog, leave: Callable[[ExportDialog], object]
) -> None:
    dialog.show_running("Exporting")
    with qtbot.waitSignal(dialog.cancel_wanted):
        leave(dialog)
    assert dialog.isVisible()
    assert not dialog.cancel_button.isEnabled()
    assert dialog.running_words == "Cancelling …"
    dialog.show_cancelled()
    assert "No file was written" in dialog.note
    assert dialog.cancel_button.isEnabled()
    dialog.reject()
    assert not dialog.isVisible()


def test_a_written_file_can_be_opened_shown_and_its_path_copied(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path
) -> None:
    path = tmp_path / "leads.xlsx"
    dialog.show_done(path, "2,000 leads were written.", ("3 could not be read and were left out.",))
    assert dialog.outcome.text.splitlines() == [
        "2,000 leads were written.",
        str(path),
        "3 could not be read and were left out.",
    ]
    assert shown_buttons(dialog) == {"Open", "Show in folder", "Copy path", "Back", "Close"}
    for button, signal in (
        (dialog.outcome.open_button, dialog.open_wanted),
        (dialog.outcome.folder_button, dialog.show_in_folder_wanted),
    ):
        with qtbot.waitSignal(signal) as wanted:
            button.click()
        assert wanted.args == [path]
    dialog.outcome.copy_button.click()
    assert QGuiApplication.clipboard().text() == str(path)


def test_a_failure_tells_the_cause_and_offers_another_name(qtbot: QtBot, dialog: ExportDialog, tmp_path: Path) -> None:
    path, other = tmp_path / "leads.xlsx", tmp_path / "leads (2).xlsx"
    dialog.show_failed("“leads.xlsx” is open elsewhere.", "Close it there.", path, other, old_file_kept=True)
    assert dialog.outcome.text.splitlines() == [
        "“leads.xlsx” is open elsewhere.",
        "Close it there.",
        "The old file is as it was.",
    ]
    with qtbot.waitSignal(dialog.retry_wanted) as again:
        dialog.outcome.retry_button.click()
    assert again.args == [path]
    with qtbot.waitSignal(dialog.retry_wanted) as instead:
        dialog.outcome.other_button.click()
    assert instead.args == [other]
    dialog.outcome.target.line.setText("leads.pdf")
    with qtbot.assertNotEmitted(dialog.retry_wanted):
        dialog.outcome.other_button.click()
    assert "must end in .xlsx" in dialog.outcome.target.problem


def test_without_an_old_file_nothing_is_said_of_one(dialog: ExportDialog, tmp_path: Path) -> None:
    dialog.show_failed("No room.", "Make room.", tmp_path / "a.csv", tmp_path / "b.csv")
    assert "old file" not in dialog.outcome.text


def test_what_was_loaded_can_be_kept_under_a_name_that_says_so(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path
) -> None:
    partial = tmp_path / "leads-INCOMPLETE-700-of-2000.xlsx"
    dialog.show_incomplete("The server failed.", loaded=700, total=2000, partial=partial)
    assert f"700 of 2,000 as {partial}" in dialog.outcome.text
    assert dialog.outcome.partial_button.text() == "Save the 700 loaded"
    with qtbot.waitSignal(dialog.save_partial_wanted) as wanted:
        dialog.outcome.partial_button.click()
    assert wanted.args == [partial]


def test_when_nothing_was_loaded_nothing_is_offered_to_keep(dialog: ExportDialog, tmp_path: Path) -> None:
    dialog.show_incomplete("The server failed.", loaded=0, total=None, partial=tmp_path / "x.xlsx")
    assert shown_buttons(dialog) == {"Back", "Close"}


def test_back_leads_to_the_form_as_it_was(qtbot: QtBot, dialog: ExportDialog, tmp_path: Path) -> None:
    pick_choice(dialog, "json lines")
    dialog.show_done(tmp_path / "leads.jsonl", "Done.")
    qtbot.mouseClick(dialog.back_button, Qt.MouseButton.LeftButton)
    assert dialog.form.choice.key == "json lines"
    assert dialog.export_button.isVisible()
