"""Side by side: what differs is marked by a sign and weight, and who says “do not contact” is told in a sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication
from pytestqt.qtbot import QtBot

from leaddesk.domain.lead import LeadFact
from leaddesk.services.lead_differences import compare
from leaddesk.ui.lead.text_cells import TextCell
from leaddesk.ui.look_up.comparison import comparison_headings, comparison_rows, contradiction_words
from leaddesk.ui.look_up.group_panel import GroupPanel
from leaddesk.ui.look_up.sections import group_sentences
from tests.ui.look_up.look_up_parts import ADA, answers_of, found_in

FLAGGED = ADA | {"do_not_contact": ["do not call."], "stage": "Won", "source": "Web"}
SILENT = ADA | {"stage": "Lost", "source": "web", "consent_flag": True}


def rows(east: dict[str, Any], west: dict[str, Any]) -> dict[str, tuple[TextCell, ...]]:
    leads = found_in(*answers_of(East=east, West=west)).leads
    return {row[0].text: row[1:] for row in comparison_rows(compare(leads), leads)}


def test_what_differs_is_marked():
    found = rows(FLAGGED, SILENT)
    assert "Stage (differs)" in found
    assert all(cell.bold for cell in found["Stage (differs)"])
    assert not any(cell.bold for cell in found["Source"]), "capitals are no difference"


def test_do_not_contact_comes_first_and_silence_is_said():
    found = rows(FLAGGED, SILENT)
    assert next(iter(found)) == "Do not contact (differs)"
    flag, silent = found["Do not contact (differs)"]
    assert (flag.text, flag.icon, flag.bold) == ("do not call.", "cancel", True)
    assert (silent.text, silent.muted, silent.copied) == ("says nothing", True, "")


def test_the_flags_stand_there_even_where_nobody_says_anything():
    found = rows(ADA, ADA)
    assert [cell.text for cell in found["Do not contact"]] == ["says nothing", "says nothing"]
    assert "Owner" not in found, "what nobody says takes no room"


def test_a_contradiction_is_told_in_sentences_and_agreement_is_none():
    leads = found_in(*answers_of(East=FLAGGED, West=SILENT)).leads
    assert contradiction_words(compare(leads)) == "East says: do not call. West says “compliant”."
    agreed = found_in(*answers_of(East=FLAGGED, West=FLAGGED)).leads
    assert contradiction_words(compare(agreed)) == ""


def test_columns_are_called_after_the_accounts_and_by_the_id_where_one_has_several():
    leads = found_in(*answers_of(East=[ADA, ADA], West=ADA)).leads
    assert comparison_headings(leads) == ("Field", "East East-0", "East East-1", "West")


@pytest.fixture
def panel(qtbot: QtBot) -> GroupPanel:
    panel = GroupPanel()
    qtbot.addWidget(panel)
    panel.resize(700, 300)
    return panel


def show(panel: GroupPanel, **people: dict[str, Any]) -> None:
    found = found_in(*answers_of(**people))
    group = found.groups[0]
    leads = [found.leads[place] for place in group.members]
    panel.show_group(group_sentences(group, found), leads, compare(leads))


def test_the_panel_is_there_only_for_leads_that_have_to_do_with_others(panel: GroupPanel):
    show(panel, East=ADA, West=ADA)
    assert panel.isVisible()
    assert panel.reasons.text().startswith("Same person: ")
    assert panel.table.contents.headings == ("Field", "East", "West")
    show(panel, East=ADA, West={"name": "Bob Nye", "phones": ["775-555-0134"]})
    assert panel.reasons.text().startswith("Shared number with Bob Nye")
    assert not panel.table.isVisible(), "two people are not put side by side"
    show(panel, East=ADA)
    assert not panel.isVisible()


def test_what_a_vendor_cannot_say_is_not_called_missing():
    leads = found_in(*answers_of(East=ADA | {"price": 12.5, "source": "Web", "consent_flag": True}, West=ADA)).leads
    can, cannot = leads[0], replace(leads[1], facts=frozenset({LeadFact.SOURCE}))
    found = {row[0].text: row[2].text for row in comparison_rows(compare((can, cannot)), (can, cannot))}
    assert (found["Price"], found["Source"]) == ("has no such field", "not given")
    assert found["Consent"] == "says nothing", "“not given” would be a no"


def test_all_columns_fit_into_the_width_there_is(qtbot: QtBot, panel: GroupPanel):
    show(panel, East=FLAGGED, West=SILENT, North=ADA)
    qtbot.waitUntil(lambda: panel.table.width() > 500)
    assert panel.table.horizontalHeader().length() <= panel.table.viewport().width()


def test_a_row_of_it_is_copied_as_text_cells(qtbot: QtBot, panel: GroupPanel):
    show(panel, East=FLAGGED, West=SILENT)
    panel.table.selectRow(0)
    choice = next(item for item in panel.table.copy_choices() if item.title == "Copy row")
    with qtbot.waitSignal(panel.copied) as told:
        panel._copy(choice.what, choice.name)
    assert told.args == ["The row copied"]
    assert QGuiApplication.clipboard().text() == "Do not contact (differs)\tdo not call.\t\n"
    QGuiApplication.clipboard().setText("kept")
    panel._copy("", "East")
    assert QGuiApplication.clipboard().text() == "kept"


def text_height(panel: GroupPanel, row: int, column: int) -> int:
    """How high the text of a cell is at the width of its column, beside its icon."""
    text = panel.table.contents.rows[row][column].text
    font = QFont(panel.table.font())
    font.setBold(True)
    room = panel.table.columnWidth(column) - 30
    return QFontMetrics(font).boundingRect(0, 0, room, 10_000, Qt.TextFlag.TextWordWrap, text).height()


def test_a_text_that_is_too_long_for_its_column_breaks_and_pushes_no_other_row_out(qtbot: QtBot, panel: GroupPanel):
    show(panel, East=ADA | {"source": "a partner with a long name " * 20}, West=SILENT, North=ADA)
    (row,) = [row for row, cells in enumerate(panel.table.contents.rows) if cells[0].text.startswith("Source")]
    qtbot.waitUntil(lambda: panel.table.rowHeight(row) > panel.table.rowHeight(0))
    assert panel.table.rowHeight(row) <= 3 * panel.fontMetrics().lineSpacing() + 9


def test_why_somebody_must_not_be_contacted_is_told_to_its_end(qtbot: QtBot, panel: GroupPanel):
    long = ["do not call: " + "the owner of this number asked for it " * 6]
    show(panel, East=ADA | {"do_not_contact": long}, West=SILENT, North=ADA)
    qtbot.waitUntil(lambda: panel.table.rowHeight(0) >= text_height(panel, 0, 1))
    assert panel.table.rowHeight(0) > 6 * panel.fontMetrics().lineSpacing()
    assert panel.table.verticalScrollMode() is panel.table.ScrollMode.ScrollPerPixel, (
        "a high row can be read to its end"
    )
