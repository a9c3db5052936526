"""Names and values: what is shown, what is copied."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QLabel, QPlainTextEdit

from leaddesk.domain.record_detail import FieldGroup
from leaddesk.ui.lead.text_table import shared_widths

NAMES = ["First name", "Loan amount", "Phone", "Comment", "Referral", "Postal code", "Birthday", "Notes"]


def choose(page, name: str) -> None:
    rows = [row[0].text for row in page.table.contents.rows]
    page.table.setCurrentIndex(page.table.model().index(rows.index(name), 0))


def texts(page) -> dict[str, str]:
    return {row[0].text: row[1].text for row in page.table.contents.rows}


def press_copy(qtbot, table) -> None:
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)


def test_values_and_missing_values_are_shown_in_the_sent_order(hand, lead_detail):
    hand.show(lead_detail())
    shown = texts(hand.open("fields"))
    assert list(shown) == NAMES
    assert shown["Loan amount"] == "175000"
    assert shown["Phone"] == "(415) 555-0134"
    assert (shown["Comment"], shown["Referral"], shown["Postal code"], shown["Birthday"]) == (
        "empty",
        "null",
        "not sent",
        "empty (no date)",
    )


def test_missing_values_are_muted_and_data_is_not(hand, lead_detail):
    hand.show(lead_detail())
    model = hand.open("fields").table.model()
    muted = QGuiApplication.palette().color(QPalette.ColorRole.PlaceholderText)
    colours = [model.data(model.index(row, 1), Qt.ItemDataRole.ForegroundRole) for row in range(len(NAMES))]
    assert [colour == muted for colour in colours] == [False, False, False, True, True, True, True, False]


def test_the_vendors_key_stands_beside_the_label_when_it_differs(hand, lead_detail):
    hand.show(lead_detail())
    rows = hand.open("fields").table.contents.rows
    assert (rows[0][0].text, rows[0][0].aside) == ("First name", "FirstName")
    assert (rows[2][0].text, rows[2][0].aside) == ("Phone", "")


def test_the_chosen_value_is_shown_whole_below(hand, lead_detail):
    hand.show(lead_detail())
    page = hand.open("fields")
    choose(page, "Notes")
    assert len(page.table.contents.rows[-1][1].text) == 300
    assert page.findChild(QPlainTextEdit).toPlainText() == "A long remark. " * 60


def test_a_phone_stands_below_as_it_was_sent(hand, lead_detail):
    hand.show(lead_detail())
    page = hand.open("fields")
    choose(page, "Phone")
    assert page.findChild(QPlainTextEdit).toPlainText() == "4155550134"


def test_a_meaning_has_a_column_and_stands_below(hand, lead_detail):
    hand.show(lead_detail())
    page = hand.open("verification")
    assert page.table.contents.headings == ("Name", "Value", "Meaning")
    assert page.table.contents.rows[0][2].text == "Best grade (A is best, F is worst)."
    assert page.findChild(QPlainTextEdit).toPlainText() == "A\n\nMeaning: Best grade (A is best, F is worst)."
    assert hand.open("fields").table.contents.headings == ("Name", "Value")


def test_control_c_copies_the_value_as_sent(hand, qtbot, lead_detail):
    hand.show(lead_detail())
    page = hand.open("fields")
    choose(page, "Phone")
    press_copy(qtbot, page.table)
    assert hand.clipboard() == "4155550134"
    assert hand.words == ["Phone copied"]
    choose(page, "Notes")
    press_copy(qtbot, page.table)
    assert hand.clipboard() == "A long remark. " * 60


def test_copying_a_missing_value_says_so_and_leaves_the_clipboard(hand, qtbot, lead_detail):
    hand.show(lead_detail())
    page = hand.open("fields")
    QGuiApplication.clipboard().setText("before")
    choose(page, "Postal code")
    press_copy(qtbot, page.table)
    assert hand.clipboard() == "before"
    assert hand.words == ["Postal code: there is no value to copy"]


def test_the_context_menu_copies_value_name_both_and_all(hand, lead_detail):
    hand.show(lead_detail())
    page = hand.open("fields")
    choose(page, "Loan amount")
    actions = {action.text(): action for action in page.table.context_menu().actions()}
    assert list(actions) == ["Copy value", "Copy name and value", "Copy name", "Copy all"]
    actions["Copy value"].trigger()
    assert hand.clipboard() == "175000"
    actions["Copy name"].trigger()
    assert hand.clipboard() == "Loan amount"
    actions["Copy name and value"].trigger()
    assert hand.clipboard() == "Loan amount\t175000\n"
    actions["Copy all"].trigger()
    lines = hand.clipboard().splitlines()
    assert lines[0] == "First name\tAda"
    assert lines[2] == "Phone\t4155550134"
    assert lines[3] == "Comment\t"
    assert len(lines) == len(NAMES)


def test_copied_cells_stay_text_in_a_spreadsheet(hand, lead_detail, field):
    hand.show(
        lead_detail(groups=(FieldGroup("fields", "Fields", (field("Zip", "01234"), field("Bad", "<b>=1+1</b>"))),))
    )
    page = hand.open("fields")
    {action.text(): action for action in page.table.context_menu().actions()}["Copy all"].trigger()
    markup = QGuiApplication.clipboard().mimeData().html()
    assert markup.count(r"mso-number-format:'\@'") == 4
    assert "01234" in markup
    assert "<b>" not in markup


def test_copy_all_copies_only_what_the_filter_leaves(hand, lead_detail):
    hand.show(lead_detail())
    page = hand.open("fields")
    hand.pane.header.filter_box.setText("loan")
    {action.text(): action for action in page.table.context_menu().actions()}["Copy all"].trigger()
    assert hand.clipboard() == "Loan amount\t175000\n"


def test_the_chosen_row_stays_chosen_while_filtering(hand, lead_detail):
    hand.show(lead_detail())
    page = hand.open("fields")
    choose(page, "Phone")
    hand.pane.header.filter_box.setText("o")
    assert page.table.contents.rows[page.table.chosen_row()][0].text == "Phone"
    hand.pane.header.filter_box.setText("")
    assert page.table.contents.rows[page.table.chosen_row()][0].text == "Phone"


def test_a_note_stands_above_the_values(hand, lead_detail, field):
    hand.show(lead_detail(groups=(FieldGroup("fields", "Fields", (field("A", "1"),), "Read with care."),)))
    labels = [label for label in hand.open("fields").findChildren(QLabel) if label.text() == "Read with care."]
    assert [label.isVisibleTo(hand.pane) for label in labels].count(True) == 1


def cut_values(page) -> list[str]:
    """Values that are wider than their column."""
    room = page.table.columnWidth(1) - 16
    texts = [row[1].text for row in page.table.contents.rows]
    return [text for text in texts if page.table.fontMetrics().horizontalAdvance(text) > room]


def test_values_have_the_room_that_names_and_meanings_would_take(hand, lead_detail, field, qtbot):
    long_name = "Property 1: Whether this is the mailing address"
    fields = tuple(field(f"key{number}", "4553 Quarry Avenue, apt. 12", label=long_name) for number in range(80))
    meant = field("lot", None, label="Property 1: Lot", meaning="Not set, which is not the same as none at all.")
    hand.show(lead_detail(groups=(FieldGroup("fields", "Fields", (*fields, meant)),)))
    page = hand.open("fields")
    table = page.table
    for width in (460, 620, 430):
        hand.pane.resize(width, 760)
        qtbot.waitUntil(lambda: table.horizontalHeader().length() == table.viewport().width())
        assert cut_values(page) == []
    assert table.contents.rows[-1][2].full == "Not set, which is not the same as none at all."
    assert table.columnWidth(2) >= 60


def test_a_column_that_the_person_has_sized_stays_so(hand, lead_detail, qtbot):
    hand.show(lead_detail())
    table = hand.open("verification").table
    table.setColumnWidth(1, 77)
    hand.pane.resize(700, 760)
    qtbot.waitUntil(lambda: table.viewport().width() > 600)
    assert table.columnWidth(1) == 77


@pytest.mark.parametrize(
    ("wanted", "enough", "widths"),
    [
        ((100, 100, 100), 100, [100, 100, 100]),
        ((180, 300, 60), 300, [140, 200, 60]),
        ((180, 300, 60), 120, [180, 160, 60]),
        ((100, 60, 400), 60, [100, 60, 240]),
        ((100, 500, 30), 90, [100, 270, 30]),
        ((900, 900, 900), 900, [100, 200, 100]),
    ],
)
def test_the_width_there_is_goes_to_most_values_first(wanted, enough, widths):
    assert shared_widths(400, wanted, 1, enough) == widths
