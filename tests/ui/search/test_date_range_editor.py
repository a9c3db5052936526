from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from leaddesk.domain.search import DateRange
from leaddesk.ui.search.date_presets import Preset
from leaddesk.ui.search.date_range_editor import DateRangeEditor
from tests.ui.search.sample_spec import END, START

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

BERLIN = ZoneInfo("Europe/Berlin")
RULE = DateRange("StartDate", "EndDate", "Dates")


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


class StoppedClock:
    """A clock that stands where the test puts it."""

    def __init__(self, text: str) -> None:
        self.now = datetime.fromisoformat(text)

    def __call__(self) -> datetime:
        return self.now


def make(qtbot: QtBot, clock: StoppedClock, *, required: bool = True, rule: DateRange = RULE) -> DateRangeEditor:
    start, end = replace(START, required=required), replace(END, required=required)
    editor = DateRangeEditor(start, end, rule, zone=BERLIN, clock=clock, receiver="LeadExec")
    qtbot.addWidget(editor)
    return editor


def pick(editor: DateRangeEditor, preset: Preset) -> None:
    place = editor.preset.findData(preset.value)
    editor.preset.setCurrentIndex(place)
    editor.preset.activated.emit(place)


def test_the_zone_and_what_is_sent_are_said_in_words(qtbot: QtBot) -> None:
    editor = make(qtbot, StoppedClock("2026-11-20T12:00:00Z"))
    assert editor.zone_words == (
        "Dates are your local days (Europe/Berlin); sent to LeadExec in UTC: 2026-11-13 23:00 \u2013 2026-11-20 22:59."
    )


def test_the_vendors_zone_is_named_where_it_is_not_utc(qtbot: QtBot) -> None:
    rule = replace(RULE, zone="America/New_York")
    editor = make(qtbot, StoppedClock("2026-11-20T12:00:00Z"), rule=rule)
    assert "in America/New_York: 2026-11-13 18:00" in editor.zone_words


def test_a_form_left_open_over_midnight_asks_for_the_new_day(qtbot: QtBot) -> None:
    clock = StoppedClock("2026-11-20T22:30:00Z")
    editor = make(qtbot, clock)
    pick(editor, Preset.TODAY)
    assert editor.raw_values()["StartDate"] == "2026-11-19T23:00:00.000Z"
    clock.now = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    assert editor.raw_values() == {"StartDate": "2026-11-20T23:00:00.000Z", "EndDate": "2026-11-21T22:59:59.999Z"}
    assert editor.clocks["StartDate"].wall == wall("2026-11-21T00:00:00")


def test_changing_a_date_makes_the_range_a_custom_one(qtbot: QtBot) -> None:
    editor = make(qtbot, StoppedClock("2026-11-20T12:00:00Z"))
    with qtbot.waitSignal(editor.edited):
        qtbot.keyClick(editor.clocks["EndDate"], Qt.Key.Key_Down)  # the year, where the cursor stands first
    assert editor.preset_key == Preset.CUSTOM
    assert editor.raw_values()["EndDate"] == "2025-11-20T22:59:59.999Z"
    assert "2025-11-20 22:59" in editor.zone_words


def test_a_custom_range_comes_back_to_the_millisecond(qtbot: QtBot) -> None:
    editor = make(qtbot, StoppedClock("2026-11-20T12:00:00Z"))
    values = {
        "StartDate": "2026-10-25T01:30:00.000Z",
        "EndDate": "2026-10-25T00:30:00.123Z",
    }  # the hour that comes twice
    editor.set_raw_values(values)
    assert editor.preset_key == Preset.CUSTOM
    assert editor.raw_values() == values


def test_the_end_of_a_custom_range_covers_its_last_second(qtbot: QtBot) -> None:
    editor = make(qtbot, StoppedClock("2026-11-20T12:00:00Z"))
    editor.clocks["EndDate"].set_wall(wall("2026-11-20T17:00:05"))
    editor.clocks["EndDate"].edited.emit()
    assert editor.raw_values()["EndDate"] == "2026-11-20T16:00:05.999Z"


def test_required_dates_offer_no_any_time(qtbot: QtBot) -> None:
    editor = make(qtbot, StoppedClock("2026-11-20T12:00:00Z"))
    assert editor.preset.findData(Preset.ANY.value) == -1
    editor.set_raw_values({})
    assert set(editor.raw_values()) == {"StartDate", "EndDate"}


def test_optional_dates_start_with_any_time_and_send_nothing(qtbot: QtBot) -> None:
    editor = make(qtbot, StoppedClock("2026-11-20T12:00:00Z"), required=False)
    assert editor.preset_key == Preset.ANY
    assert editor.raw_values() == {}
    assert "no limit is sent" in editor.zone_words
    assert not editor.clocks["StartDate"].isEnabled()


def test_one_optional_end_can_stay_open(qtbot: QtBot) -> None:
    editor = make(qtbot, StoppedClock("2026-11-20T12:00:00Z"), required=False)
    pick(editor, Preset.LAST_7_DAYS)
    editor.boxes["EndDate"].click()
    assert editor.raw_values() == {"StartDate": "2026-11-13T23:00:00.000Z"}
    assert "open" in editor.zone_words
    assert editor.preset_key == Preset.CUSTOM


def test_custom_after_any_time_starts_with_today(qtbot: QtBot) -> None:
    editor = make(qtbot, StoppedClock("2026-11-20T12:00:00Z"), required=False)
    pick(editor, Preset.CUSTOM)
    assert editor.raw_values() == {"StartDate": "2026-11-19T23:00:00.000Z", "EndDate": "2026-11-20T22:59:59.999Z"}


@pytest.mark.parametrize("preset", ["nonsense", "custom"])
def test_an_unknown_preset_is_taken_as_custom(qtbot: QtBot, preset: str) -> None:
    editor = make(qtbot, StoppedClock("2026-11-20T12:00:00Z"))
    before = editor.raw_values()
    editor.set_preset(preset)
    assert editor.preset_key == Preset.CUSTOM
    assert editor.raw_values() == before


def test_the_line_that_is_wrong_is_the_one_that_is_framed(qtbot: QtBot) -> None:
    editor = make(qtbot, StoppedClock("2026-11-20T12:00:00Z"))
    editor.mark("EndDate")
    assert [editor.frames[key].is_marked for key in editor.keys] == [False, True]
    editor.clear_marks()
    assert not editor.frames["EndDate"].is_marked
