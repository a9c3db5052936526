from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from leaddesk.domain.errors import FieldProblem
from leaddesk.domain.search import build_query
from leaddesk.ui.search.date_presets import Preset
from leaddesk.ui.search.date_ranges_editor import DateRangesEditor
from tests.ui.search.vendor_spec import DATES, FROM, TO, VENDOR, WHICH

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

BERLIN = ZoneInfo("Europe/Berlin")
TWO = {
    "DateField": ["CreatedOn", "ModifiedOn"],
    "FromDate": ["2026-11-01T00:00:00.000Z", "2026-11-03T00:00:00.000Z"],
    "ToDate": ["2026-11-02T22:59:59.999Z", "2026-11-04T22:59:59.999Z"],
}


def now() -> datetime:
    return datetime.fromisoformat("2026-11-20T12:00:00Z")


@pytest.fixture
def editor(qtbot: QtBot) -> DateRangesEditor:
    made = DateRangesEditor(WHICH, FROM, TO, DATES, zone=BERLIN, clock=now, receiver="Vendor")
    qtbot.addWidget(made)
    return made


def test_no_range_is_allowed_and_sends_nothing(editor: DateRangesEditor) -> None:
    assert editor.raw_values() == {}
    assert editor.own_problems() == ()


def test_a_range_is_added_for_the_date_that_has_none_yet(qtbot: QtBot, editor: DateRangesEditor) -> None:
    with qtbot.waitSignal(editor.edited):
        qtbot.mouseClick(editor.add_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(editor.add_button, Qt.MouseButton.LeftButton)
    assert editor.raw_values() == {
        "DateField": ["CreatedOn", "ModifiedOn"],
        "FromDate": ["2026-11-13T23:00:00.000Z"] * 2,
        "ToDate": ["2026-11-20T22:59:59.999Z"] * 2,
    }
    assert editor.preset_key == "last-7-days,last-7-days"


def test_ranges_come_back_as_they_were_set(editor: DateRangesEditor) -> None:
    editor.set_raw_values(TWO)
    assert editor.raw_values() == TWO
    assert editor.preset_key == "custom,custom"


def test_ranges_with_names_are_worked_out_for_today_each_by_itself(editor: DateRangesEditor) -> None:
    editor.set_raw_values(TWO)
    editor.set_preset("yesterday,custom")
    values = editor.raw_values()
    assert values["FromDate"] == ["2026-11-18T23:00:00.000Z", TWO["FromDate"][1]]
    assert editor.preset_key == "yesterday,custom"


def test_presets_that_do_not_fit_the_rows_change_nothing(editor: DateRangesEditor) -> None:
    editor.set_raw_values(TWO)
    editor.set_preset("yesterday")
    assert editor.raw_values() == TWO


def test_the_three_lists_are_what_the_search_takes(editor: DateRangesEditor) -> None:
    editor.set_raw_values(TWO)
    query = build_query(VENDOR, account_id="a", provider="p", raw=editor.raw_values())
    assert query.values["DateField"] == ("CreatedOn", "ModifiedOn")
    assert query.values["FromDate"][1] == datetime.fromisoformat("2026-11-03T00:00:00Z")


def test_a_range_taken_away_is_sent_no_more(qtbot: QtBot, editor: DateRangesEditor) -> None:
    editor.set_raw_values(TWO)
    editor.show()
    editor.activateWindow()
    with qtbot.waitSignal(editor.edited):
        qtbot.mouseClick(editor.rows[0].remove, Qt.MouseButton.LeftButton)
    assert editor.raw_values()["DateField"] == ["ModifiedOn"]
    assert editor.rows[0].which.accessibleName() == "Date range 1, date"
    qtbot.waitUntil(editor.rows[0].which.hasFocus)


def test_the_range_that_ends_before_it_starts_is_the_one_that_is_marked(editor: DateRangesEditor) -> None:
    editor.set_raw_values({**TWO, "ToDate": [TWO["ToDate"][0], "2026-10-01T00:00:00Z"]})
    assert editor.own_problems() == (FieldProblem("ToDate", "the end lies before the start"),)
    assert [row.problem for row in editor.rows] == ["", "The end lies before the start"]
    editor.rows[1].range.preset.setCurrentIndex(editor.rows[1].range.preset.findData(Preset.TODAY.value))
    editor.rows[1].range.preset.activated.emit(editor.rows[1].range.preset.currentIndex())
    assert editor.rows[1].problem == ""
    assert editor.own_problems() == ()


def test_a_range_that_cannot_be_read_is_left_out_and_said(editor: DateRangesEditor) -> None:
    editor.set_raw_values({**TWO, "ToDate": [TWO["ToDate"][0], "soon"]})
    assert editor.raw_values()["DateField"] == ["CreatedOn"]
    assert editor.words == "Date ranges that could not be read and are left out: 1."
    editor.set_raw_values(TWO)
    assert editor.words == ""


def test_a_date_that_the_vendor_no_longer_has_is_not_turned_into_another(editor: DateRangesEditor) -> None:
    editor.set_raw_values({**TWO, "DateField": ["CreatedOn", "ClosedOn"]})
    assert editor.raw_values()["DateField"] == ["CreatedOn", "ClosedOn"]


def test_lists_typed_with_commas_are_read(editor: DateRangesEditor) -> None:
    editor.set_raw_values({"DateField": "CreatedOn", "FromDate": "2026-11-01", "ToDate": "2026-11-02T10:00:00Z"})
    assert editor.raw_values()["FromDate"] == ["2026-11-01T00:00:00.000Z"]
