from __future__ import annotations

import time
from datetime import UTC
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column
from leaddesk.ui.results.cell_reader import CellReader
from leaddesk.ui.results.cell_roles import Role
from leaddesk.ui.results.record_table_model import TICK_COLUMN, RecordTableModel
from tests.ui.results.sample_leads import COLUMNS, column, lead_source, leads, record

pytestmark = pytest.mark.usefixtures("qapp")

DISPLAY = Qt.ItemDataRole.DisplayRole
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def model():
    table = RecordTableModel()
    tester = QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Warning)
    table.set_page(leads(20), COLUMNS, UTC)
    yield table
    del tester


def texts(model, key):
    place = [item.key for item in model.columns].index(key) + 1
    return [model.index(row, place).data(DISPLAY) for row in range(model.rowCount())]


def keys(model):
    return [item.key for item in model.shown_records]


def one_cell(source, kind, role=DISPLAY, key="Fields.X"):
    model = RecordTableModel()
    model.set_page((record(source),), (column(key, "X", kind),), UTC)
    return model.index(0, 1).data(role)


def test_a_page_is_shown_with_a_tick_column_at_the_left(model):
    assert (model.rowCount(), model.columnCount()) == (20, len(COLUMNS) + 1)
    assert model.index(3, 1).data(DISPLAY) == "90210003"
    assert model.index(3, 0).data(DISPLAY) is None
    assert model.index(3, 4).data(Role.RECORD).id == "90210003"
    assert model.headerData(3, Qt.Orientation.Vertical) == "4"


def test_the_model_is_sound_while_everything_changes(model):
    model.select_shown()
    model.narrow("re")
    model.sort_loaded("Properties.Price", descending=True)
    model.set_columns(COLUMNS[:3])
    model.set_page(leads(5, 20), COLUMNS, BERLIN)
    model.clear_selection()
    model.set_page((), COLUMNS, UTC)
    model.set_page((), (), UTC)
    assert model.rowCount(QModelIndex()) == 0
    assert model.columnCount() == 0


def watch_decoding(monkeypatch) -> list[str]:
    """Ids of the records that are decoded from now on."""
    decoded: list[str] = []
    original = CellReader.read
    monkeypatch.setattr(
        CellReader, "read", lambda self, records: decoded.extend(item.id for item in records) or original(self, records)
    )
    return decoded


def test_each_record_is_decoded_once_for_a_page_and_never_for_painting(monkeypatch):
    decoded = watch_decoding(monkeypatch)
    model = RecordTableModel()
    model.set_page(leads(30), COLUMNS, UTC)
    for row in range(30):
        for place in range(model.columnCount()):
            for role in (DISPLAY, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole, Role.SORT_VALUE):
                model.index(row, place).data(role)
    model.narrow("re")
    model.sort_loaded("UID", descending=True)
    assert decoded == [record.id for record in leads(30)]


def test_a_page_of_a_thousand_rows_is_set_quickly():
    wide = tuple(Column(f"{item.key}.{copy}", item.title, item.kind, item.path) for copy in (1, 2) for item in COLUMNS)
    page = leads(1000)
    model = RecordTableModel()
    model.set_page(page, wide[:20], UTC)
    began = time.perf_counter()
    model.set_page(page, wide[:20], UTC)
    assert time.perf_counter() - began < 0.5


def test_ticks_survive_turning_the_page_and_keep_their_records(model):
    model.set_selected(model.shown_records[2:4], ticked=True)
    model.set_page(leads(20, 20), COLUMNS, UTC)
    assert model.selected_keys == ("90210002", "90210003")
    model.toggle_row(0)
    assert [item.id for item in model.selected_records] == ["90210020", "90210002", "90210003"]
    model.set_page(leads(20), COLUMNS, UTC)
    assert [row for row in range(20) if model.is_selected(row)] == [2, 3]


def test_a_ticked_record_that_is_read_again_replaces_its_older_reading(model):
    model.set_selected(model.shown_records[:1], ticked=True)
    newer = record(lead_source(0) | {"LastUpdated": "2026-12-01T00:00:00Z"})
    model.set_page((newer,), COLUMNS, UTC)
    assert model.selected_records == (newer,)


def test_the_tick_is_a_check_box_that_screen_readers_can_set(model, qtbot):
    index = model.index(5, TICK_COLUMN)
    assert index.flags() & Qt.ItemFlag.ItemIsUserCheckable
    with qtbot.waitSignal(model.selection_changed) as told:
        assert model.setData(index, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert told.args == [1]
    assert Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) is Qt.CheckState.Checked
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Selected for export"
    assert not model.setData(model.index(5, 1), "x", Qt.ItemDataRole.EditRole)


def test_records_without_an_id_are_ticked_by_their_place():
    model = RecordTableModel()
    model.set_page((record({"A": 1}, 0, ""), record({"A": 1}, 1, "")), COLUMNS, UTC)
    model.toggle_row(1)
    assert model.selected_keys == ("row 2",)
    assert not model.is_selected(0)


def test_narrowing_shows_only_rows_that_hold_the_text(model, qtbot):
    with qtbot.waitSignal(model.rows_changed) as told:
        model.narrow("CHLOE")
    assert texts(model, "Fields.FirstName") == ["Chloé"] * told.args[0]
    assert 0 < told.args[0] < told.args[1] == 20
    model.narrow("")
    assert model.rowCount() == 20


def test_narrowing_looks_only_at_shown_columns(model):
    model.narrow("call centre")
    assert model.rowCount() > 0
    model.set_columns(COLUMNS[:3])
    assert model.rowCount() == 0


def test_narrowing_goes_on_over_the_next_page(model):
    model.narrow("Reno")
    model.set_page(leads(20, 20), COLUMNS, UTC)
    assert set(texts(model, "Fields.City")) == {"Reno"}


def test_select_shown_leaves_rows_alone_that_are_narrowed_away(model):
    model.narrow("Reno")
    model.select_shown()
    shown = set(keys(model))
    model.narrow("")
    assert set(model.selected_keys) == shown
    assert model.shown_tick_state() is Qt.CheckState.PartiallyChecked


def test_sorting_is_typed_and_stable_with_unknown_values_last(model):
    model.sort_loaded("Properties.Price", descending=True)
    prices = texts(model, "Properties.Price")
    known = [float(text) for text in prices if text]
    assert known == sorted(known, reverse=True)
    assert prices[-3:] == ["", "", ""]
    model.sort_loaded("Properties.LeadSource", descending=False)
    sources = texts(model, "Properties.LeadSource")
    assert sources == sorted(sources)
    first = [key for key, source in zip(keys(model), sources, strict=True) if source == sources[0]]
    assert first == sorted(first)


def test_a_sort_stays_while_narrowing_and_is_undone_by_clear_sort(model):
    model.sort_loaded("UID", descending=True)
    model.narrow("e")
    assert keys(model) == sorted(keys(model), reverse=True)
    model.narrow("")
    model.clear_sort()
    assert keys(model) == [f"{90210000 + number}" for number in range(20)]


def test_not_sent_null_and_empty_are_told_apart():
    tip, words = Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole
    assert one_cell({"Fields": {}}, Kind.TEXT) == "–"
    assert one_cell({"Fields": {}}, Kind.TEXT, tip) == "<span>not sent</span>"
    assert one_cell({"Fields": {"X": ""}}, Kind.TEXT) == ""
    assert one_cell({"Fields": {"X": None}}, Kind.TEXT, tip) == "<span>empty</span>"
    assert one_cell({"Fields": {}}, Kind.TEXT, words) == "X: not sent"
    assert one_cell({"Fields": {}}, Kind.TEXT, Qt.ItemDataRole.ForegroundRole) is not None
    assert one_cell({"Fields": {"X": "–"}}, Kind.TEXT, Qt.ItemDataRole.ForegroundRole) is None


def test_a_year_one_date_is_empty():
    assert one_cell({"Fields": {"X": "0001-01-01T00:00:00Z"}}, Kind.MOMENT) == ""


def test_a_phone_is_never_shown_with_an_exponent():
    assert one_cell({"Fields": {"X": 7.755550100e9}}, Kind.PHONE) == "7755550100"


def test_numbers_stand_at_the_right_and_texts_at_the_left():
    role = Qt.ItemDataRole.TextAlignmentRole
    assert one_cell({"Fields": {"X": 5}}, Kind.MONEY, role) & Qt.AlignmentFlag.AlignRight.value
    assert one_cell({"Fields": {"X": 5}}, Kind.PHONE, role) & Qt.AlignmentFlag.AlignLeft.value


@pytest.mark.parametrize("hostile", ["<b>bold</b>", '<img src="//host/share/a.png">', "a\nb<br>"])
def test_hostile_text_is_escaped_in_the_tool_tip(hostile):
    tip = one_cell({"Fields": {"X": hostile}}, Kind.TEXT, Qt.ItemDataRole.ToolTipRole)
    assert "<b>" not in tip
    assert "<img" not in tip


def test_a_huge_value_gives_a_tool_tip_of_bearable_size():
    huge = {"Fields": {"X": "x" * 2_000_000}}
    assert len(one_cell(huge, Kind.LONG_TEXT, Qt.ItemDataRole.ToolTipRole)) < 3000
    assert len(one_cell(huge, Kind.LONG_TEXT)) == 300


def test_headings_name_the_zone_and_the_providers_own_name():
    model = RecordTableModel()
    model.set_page(leads(1), COLUMNS, BERLIN)
    assert model.headerData(2, Qt.Orientation.Horizontal) == "Date added (Europe/Berlin)"
    assert model.headerData(3, Qt.Orientation.Horizontal) == "First name"
    tip = model.headerData(3, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "The provider&#x27;s name: Fields.FirstName" in tip


def test_a_value_that_breaks_its_reader_is_marked_counted_and_logged_once(monkeypatch, caplog):
    def broken(value, kind, zone):
        raise RuntimeError("secret lead data")

    monkeypatch.setattr("leaddesk.ui.results.row_cells.cell_text", broken)
    model = RecordTableModel()
    model.set_page(leads(1), COLUMNS[2:3], UTC)
    for _ in range(5):
        assert model.index(0, 1).data(DISPLAY) == "?"
    assert model.fault_count == 1
    assert [item.message for item in caplog.records] == ["a value could not be read or shown: RuntimeError"]
    assert "lead data" not in caplog.text


def test_an_unreadable_record_is_shown_with_marks_beside_the_others():
    broken = record({"UID": 1}, 0, "1")
    object.__setattr__(broken, "source", b"{not json")
    model = RecordTableModel()
    model.set_page((broken, *leads(1)), COLUMNS[:2], UTC)
    assert [model.index(0, 1).data(DISPLAY), model.index(1, 1).data(DISPLAY)] == ["?", "90210000"]
    assert model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole) == "<span>this value could not be read</span>"
    assert model.fault_count == 2
    assert model.rowCount() == 2


def test_only_the_rows_that_are_seen_are_decoded(monkeypatch):
    """Of a page of 1,000 rows some 30 are on screen; decoding all of them would hold the window up."""
    decoded = watch_decoding(monkeypatch)
    model = RecordTableModel()
    rows = leads(1000)
    model.set_page(rows, COLUMNS, UTC)
    assert decoded == []
    for _ in range(3):
        assert model.index(7, 1).data(DISPLAY) == rows[7].id
    assert decoded == [rows[7].id]
