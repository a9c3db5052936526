"""A whole result in the table: the same cells as a page has, whatever the number of rows."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from leaddesk.domain.columns import Column
from leaddesk.domain.page import Page, Position, Total
from leaddesk.domain.record import Record, RecordKind
from leaddesk.domain.search import Query, SearchSpec
from leaddesk.services.loaded.loaded_result import LoadedResult
from leaddesk.ui.results.cell_roles import Role
from leaddesk.ui.results.record_table_model import TICK_COLUMN, RecordTableModel
from tests.ui.results.sample_leads import COLUMNS, lead_source, leads, record

pytestmark = pytest.mark.usefixtures("qapp")

BERLIN = ZoneInfo("Europe/Berlin")
SPEC = SearchSpec("leads", "Leads", RecordKind.LEAD, (), COLUMNS)
QUERY = Query("leads", "account", "leadexec", {}, 100)
ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.CheckStateRole,
    Qt.ItemDataRole.TextAlignmentRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Role.FULL_TEXT,
    Role.REMARK,
)
COLOURS = (Qt.ItemDataRole.BackgroundRole, Qt.ItemDataRole.ForegroundRole)


def page_of(records: Sequence[Record], start: int = 0) -> Page:
    return Page(tuple(records), Position(start), None, Total.unknown(), datetime.now(UTC))


def add(result: LoadedResult, records: Sequence[Record], start: int = 0) -> None:
    asyncio.run(_add(result, page_of(records, start)))


async def _add(result: LoadedResult, page: Page) -> None:
    await result.add(page)


def result_of(records: Sequence[Record], columns: Sequence[Column] = COLUMNS) -> LoadedResult:
    result = LoadedResult(SPEC, QUERY, columns=columns, zone=BERLIN)
    if records:
        add(result, records)
    return result


def model_of(result: LoadedResult, columns: Sequence[Column] = COLUMNS) -> RecordTableModel:
    model = RecordTableModel()
    model.set_loaded(result, columns)
    return model


@pytest.fixture
def model():
    """60 leads, watched by Qt's model tester."""
    table = RecordTableModel()
    tester = QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Warning)
    table.set_loaded(result_of(leads(60)), COLUMNS)
    yield table
    del tester


def keys(model: RecordTableModel) -> list[str]:
    return [model.key_at(row) for row in range(model.rowCount())]


def everything(model: RecordTableModel) -> list[object]:
    indexes = [model.index(row, place) for row in range(model.rowCount()) for place in range(model.columnCount())]
    said: list[object] = [index.data(role) for index in indexes for role in ROLES]
    colours = [index.data(role) for index in indexes for role in COLOURS]
    return [*said, *(None if brush is None else brush.color().getRgb() for brush in colours)]


def test_every_cell_says_and_looks_what_it_does_on_a_page(model):
    page = RecordTableModel()
    page.set_page(leads(60), COLUMNS, BERLIN)
    for table in (page, model):
        table.toggle_row(3)
    assert everything(model) == everything(page)
    assert model.index(7, 3).data(Role.RECORD) == leads(60)[7]
    assert model.headerData(7, Qt.Orientation.Vertical) == "8"


def test_an_unreadable_record_is_marked_as_on_a_page():
    broken = record({"UID": 1}, 0, "1")
    object.__setattr__(broken, "source", b"{not json")
    model = model_of(result_of((broken, *leads(1))), COLUMNS[:2])
    assert [model.index(0, 1).data(), model.index(1, 1).data()] == ["?", "90210000"]
    assert model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole) == "<span>this value could not be read</span>"
    assert model.fault_count == 2


def test_a_value_that_breaks_its_reader_is_marked_as_on_a_page():
    def refuse(value):
        raise ValueError(value)

    columns = (COLUMNS[0], replace(COLUMNS[2], translate=refuse))
    page = RecordTableModel()
    page.set_page(leads(3), columns, BERLIN)
    whole = model_of(result_of(leads(3), columns), columns)
    assert [whole.index(1, place).data() for place in (1, 2)] == ["90210001", "?"]
    assert whole.index(1, 2).data(Role.REMARK) == "this value could not be read"
    assert everything(whole) == everything(page)
    assert whole.fault_count == page.fault_count == 3


def test_rows_that_come_are_put_behind_those_there_and_nothing_else_happens(model, qtbot):
    result = model_result(model)
    model.toggle_row(5)
    add(result, leads(40, 60), 60)
    assert model.rowCount() == 60
    with qtbot.waitSignal(model.rowsInserted) as told, qtbot.assertNotEmitted(model.modelReset):
        model.grow()
        model.show_rows(range(model.loaded_count))
    assert told.args[1:] == [60, 99]
    assert keys(model)[60:] == [lead.id for lead in leads(40, 60)]
    assert model.selected_keys[:] == ("90210005",)


def model_result(model: RecordTableModel) -> LoadedResult:
    loaded = model._loaded  # the rows that the table stands on
    assert loaded is not None
    return loaded.result


def test_rows_in_another_order_keep_their_ticks(model):
    model.toggle_row(2)
    model.show_rows([40, 2, 7])
    assert keys(model) == ["90210040", "90210002", "90210007"]
    assert [model.is_selected(row) for row in range(3)] == [False, True, False]
    assert model.row_of("90210007") == 2
    assert model.row_of("90210008") is None
    model.show_rows(())
    assert (model.rowCount(), model.loaded_count, model.selected_count) == (0, 60, 1)


def test_columns_chosen_later_show_their_cells_at_once(model):
    chosen = (COLUMNS[13], COLUMNS[2])
    model.set_columns(chosen)
    page = RecordTableModel()
    page.set_page(leads(60), chosen, BERLIN)
    assert everything(model) == everything(page)


def test_only_the_rows_that_are_seen_are_read(monkeypatch):
    result = result_of(leads(1000))
    read: list[tuple[int, int]] = []
    original = LoadedResult.cell
    monkeypatch.setattr(
        LoadedResult, "cell", lambda self, row, place: read.append((row, place)) or original(self, row, place)
    )
    monkeypatch.setattr(LoadedResult, "record", lambda _self, row: pytest.fail(f"the record of row {row} was read"))
    model = model_of(result)
    for _ in range(3):
        assert model.index(7, 1).data() == "90210007"
        assert model.index(7, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "Lead number: 90210007"
    assert set(read) == {(7, place) for place in range(len(COLUMNS))}, "the words for screen readers look at the row"
    assert len(read) == len(COLUMNS)


def test_all_shown_rows_are_ticked_without_reading_any(model, monkeypatch):
    monkeypatch.setattr(LoadedResult, "record", lambda _self, row: pytest.fail(f"the record of row {row} was read"))
    model.select_shown()
    assert (model.selected_count, len(model.selected_records), len(model.selected_keys)) == (60, 60, 60)
    assert model.shown_tick_state() is Qt.CheckState.Checked
    model.toggle_row(4)
    assert model.selected_count == 59
    assert model.shown_tick_state() is Qt.CheckState.PartiallyChecked
    model.show_rows([4])
    assert model.shown_tick_state() is Qt.CheckState.Unchecked
    model.clear_selection()
    assert (model.selected_count, model.selected_keys[:]) == (0, ())


def test_only_shown_rows_are_ticked_and_unticked(model):
    model.show_rows([9, 3, 5])
    model.select_shown()
    model.show_rows(range(60))
    assert model.selected_keys[:] == ("90210003", "90210005", "90210009")
    model.show_rows([5])
    model.select_shown(ticked=False)
    assert model.selected_keys[:] == ("90210003", "90210009")


def test_ticked_records_stand_as_in_the_table_and_those_out_of_view_behind(model):
    for row in (1, 8, 30):
        model.toggle_row(row)
    model.show_rows([30, 2, 8])
    assert [item.id for item in model.selected_records] == ["90210030", "90210008", "90210001"]
    assert [item.id for item in model.selected_records[:2]] == ["90210030", "90210008"]
    assert [item.id for item in model.shown_records] == ["90210030", "90210002", "90210008"]


def test_a_range_that_shrinks_gives_rows_the_tick_back_that_they_had(model):
    model.toggle_row(4)
    before = model.ticks()
    model.select_range(2, 6, before)
    model.select_range(2, 3, before)
    assert model.selected_keys[:] == ("90210002", "90210003", "90210004")


def test_the_tick_is_a_check_box_that_screen_readers_can_set(model, qtbot):
    index = model.index(5, TICK_COLUMN)
    with qtbot.waitSignal(model.selection_changed) as told:
        assert model.setData(index, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert told.args == [1]
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Selected for export"


def test_ticks_of_pages_are_found_again_among_the_rows_as_they_come(qtbot):
    model = RecordTableModel()
    model.set_page(leads(5, 20), COLUMNS, BERLIN)
    model.select_shown()
    result = result_of(leads(22))
    model.set_loaded(result, COLUMNS)
    assert model.selected_count == 5
    assert [row for row in range(22) if model.is_selected(row)] == [20, 21]
    assert [item.id for item in model.selected_records] == [f"902100{number}" for number in range(20, 25)]
    add(result, leads(10, 22), 22)
    model.grow()
    assert model.selected_count == 5
    model.show_rows(range(32))
    assert [row for row in range(32) if model.is_selected(row)] == [20, 21, 22, 23, 24]


def test_ticks_of_a_whole_result_survive_going_back_to_its_pages(model):
    model.show_rows([50, 1])
    model.select_shown()
    model.set_page(leads(20), COLUMNS, BERLIN)
    assert model.selected_count == 2
    assert model.is_selected(1)
    assert set(model.selected_keys) == {"90210001", "90210050"}
    assert [item.id for item in model.selected_records] == ["90210001", "90210050"]
    assert model.selected_records[1].source == leads(60)[50].source
    model.toggle_row(1)
    assert tuple(model.selected_keys) == ("90210050",)
    model.set_loaded(result_of(leads(60)), COLUMNS)
    assert [row for row in range(60) if model.is_selected(row)] == [50]


def test_records_without_an_id_are_ticked_by_their_place():
    rows = tuple(record(lead_source(number), number, "") for number in range(3))
    model = model_of(result_of(rows))
    model.toggle_row(1)
    assert model.selected_keys[:] == ("row 2",)
    model.set_page(rows, COLUMNS, UTC)
    assert [model.is_selected(row) for row in range(3)] == [False, True, False]


def test_the_model_is_sound_while_everything_changes(model):
    model.select_shown()
    model.show_rows([3, 2, 1])
    model.show_rows([3, 2, 1, 0])
    model.show_rows(())
    model.set_columns(COLUMNS[:3])
    model.show_rows(range(60))
    model.clear_selection()
    model.set_page(leads(5), COLUMNS, UTC)
    model.set_loaded(result_of(()), COLUMNS)
    assert (model.rowCount(), model.columnCount()) == (0, len(COLUMNS) + 1)
