"""A whole result in the window: loaded in place of its pages, stopped, gone on with, sorted and narrowed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel

from leaddesk.domain.columns import ColumnLayout
from leaddesk.domain.errors import NetworkCause, NotReachable
from leaddesk.domain.form_state import FormState
from leaddesk.domain.page import Coverage
from leaddesk.ui.results.column_chooser import ColumnChooser
from leaddesk.ui.results.table_state import StateKind
from leaddesk.ui.whole_view import coverage_notice
from leaddesk.ui.widgets.notice_bar import NoticeLevel
from tests.journeys.driving import button, click, control, turns, until
from tests.ui.screen_parts import ScriptedProvider
from tests.ui.screen_stand import Play, Stand

BROKEN = NotReachable("h broke off.", host="h", cause=NetworkCause.BROKEN)
ROWS = 1300


async def search(stand: Stand, rows: int = ROWS) -> None:
    """The first page of so many things is on screen."""
    stand.provider.rows = ScriptedProvider(rows).rows
    await stand.open()
    await stand.search()
    await until(lambda: not stand.tasks.is_running("ahead"), "the page ahead is there")


async def load_all(stand: Stand, rows: int = ROWS) -> None:
    """Everything is loaded."""
    await search(stand, rows)
    await click(button(stand.screen, f"Load all {rows:,}"))
    await stand.loaded()


async def begin_held(stand: Stand) -> None:
    """Loading has begun; nothing but the pages that were there has come yet."""
    await search(stand)
    stand.provider.gate.clear()
    stand.screen.load_all()
    await until(lambda: stand.screen.model.loaded_count == 200, "the pages that were there are shown")


def status(stand: Stand) -> str:
    return control(stand.screen, QLabel, "Status").text()


def names(stand: Stand, count: int = 5) -> list[object]:
    return [stand.screen.model.index(row, 2).data() for row in range(count)]


def test_everything_is_loaded_in_place_of_the_page_and_the_view_stays_where_it_is(play: Play):
    async def story(stand: Stand) -> None:
        await search(stand)
        screen = stand.screen
        screen.table.select_row(40)
        screen.model.toggle_row(3)
        bar = screen.table.grid.verticalScrollBar()
        bar.setValue(bar.maximum() // 2)
        place = bar.value()
        asked = len(stand.provider.asked)
        await click(button(screen, f"Load all {ROWS:,}"))
        await stand.loaded()
        assert (screen.model.loaded_count, screen.model.rowCount()) == (ROWS, ROWS)
        assert screen.table.grid.currentIndex().row() == 40
        assert bar.value() == place
        assert screen.model.selected_keys[:] == ("3",)
        assert screen.load_bar.words.startswith(f"Whole result: {ROWS:,} loaded. Right-click a heading")
        assert f"{ROWS:,} rows shown" in status(stand)
        assert "whole result loaded" in status(stand)
        assert screen.notice.isHidden(), "there is nothing to say"
        offsets = [offset for offset, _ in stand.provider.asked[asked:]]
        assert 0 not in offsets[:-1], "the pages that were there are not fetched again; the head is, at the end"
        for action in (screen.pages.next_action, screen.pages.go_to_page_action, screen.pages.load_all_action):
            assert not action.isEnabled()

    play(story)


def test_a_page_that_is_the_whole_result_has_no_button(play: Play):
    async def story(stand: Stand) -> None:
        await search(stand, 60)
        assert not [part for part in stand.screen.pages.findChildren(QLabel) if "Load all" in part.text()]
        assert not stand.screen.pages.load_all_action.isEnabled()
        stand.screen.load_all()
        assert stand.screen.whole.whole is None

    play(story)


def test_table_pane_and_ticks_work_while_rows_come(play: Play):
    async def story(stand: Stand) -> None:
        await begin_held(stand)
        screen = stand.screen
        assert screen.load_bar.words.startswith("Loading: 200 of 1,300")
        assert "loading" in status(stand)
        screen.table.select_row(150)
        await stand.record_read()
        assert screen.pane.is_showing_record
        screen.table.select_all_action.trigger()
        screen.bar._narrow.setText("n15")
        await stand.arranged()
        assert names(stand, 3) == ["n150", "n151", "n152"]
        assert screen.table.current_record is not None
        assert screen.table.current_record.id == "150"
        stand.provider.gate.set()
        await stand.loaded()
        assert screen.model.selected_count == 200, "rows that come later are not ticked"
        assert screen.model.rowCount() == len([row for row in stand.provider.rows if "n15" in row["name"]])
        assert screen.table.grid.currentIndex().row() == 0, "the same record still"

    play(story)


def test_a_current_record_of_a_later_page_is_current_again_when_it_comes(play: Play):
    async def story(stand: Stand) -> None:
        await search(stand)
        screen = stand.screen
        screen.pages.page_requested.emit(1000)
        await until(lambda: stand.offset == 1000, "the eleventh page is there")
        screen.table.select_row(17)
        await stand.record_read()
        screen.load_all()
        await until(lambda: screen.shown is not None and screen.shown.whole is not None, "loading has begun")
        assert screen.table.current_record is not None, "the pane keeps it meanwhile"
        await stand.loaded()
        assert screen.table.grid.currentIndex().row() == 1017
        assert screen.table.current_record.id == "1017"
        assert 0 <= screen.table.grid.rowViewportPosition(1017) < screen.table.grid.viewport().height()

    play(story)


def test_stopping_keeps_what_came_and_going_on_loads_the_rest(play: Play):
    async def story(stand: Stand) -> None:
        await begin_held(stand)
        screen = stand.screen
        told: list[bool] = []
        screen.waiting_changed.connect(told.append)
        await click(button(screen, "Stop"))
        await stand.loaded()
        assert told == [False]
        assert screen.load_bar.words == "Stopped: 200 of 1,300 loaded"
        assert "Stopped: 200 of 1,300 loaded" in status(stand)
        assert screen.model.rowCount() == 200
        screen.table.ask_for_sort("name", descending=True)
        await stand.arranged()
        assert names(stand, 1) == ["n199"]
        assert "what is loaded sorted" in status(stand)
        stand.provider.gate.set()
        before = len(stand.provider.asked)
        await click(button(screen, "Go on"))
        await stand.loaded()
        assert min(offset for offset, _ in stand.provider.asked[before:-1]) >= 199, "only the rest is asked for"
        assert (screen.model.rowCount(), names(stand, 1)) == (ROWS, ["n999"])
        assert "whole result sorted" in status(stand)

    play(story)


def test_esc_stops_loading(play: Play):
    async def story(stand: Stand) -> None:
        await begin_held(stand)
        stand.screen.cancel()
        await stand.loaded()
        assert stand.screen.load_bar.words == "Stopped: 200 of 1,300 loaded"
        stand.provider.gate.set()

    play(story)


def test_an_error_keeps_what_came_and_loading_can_be_tried_again(play: Play):
    async def story(stand: Stand) -> None:
        await begin_held(stand)
        screen = stand.screen
        stand.provider.error = BROKEN
        stand.provider.gate.set()
        await stand.loaded()
        notice = screen.notice.notice
        assert notice is not None
        assert "h broke off." in notice.words
        assert "Stopped: 200 of 1,300 loaded; they stay on screen." in notice.words
        assert screen.model.rowCount() == 200
        stand.provider.error = None
        await click(button(screen.notice, "Try again"))
        await stand.loaded()
        assert screen.model.rowCount() == ROWS
        assert screen.notice.isHidden()

    play(story)


def test_loading_that_cannot_begin_leaves_the_page(play: Play):
    async def story(stand: Stand) -> None:
        await search(stand)
        screen = stand.screen
        await stand.accounts.remove(stand.account)
        screen.load_all()
        await stand.loaded()
        assert screen.foot.currentWidget() is screen.pages
        assert screen.model.rowCount() == 100
        notice = screen.notice.notice
        assert notice is not None
        assert "The page stays on screen." in notice.words

    play(story)


def test_a_new_search_takes_the_place_of_one_that_is_loaded(play: Play):
    async def story(stand: Stand) -> None:
        await begin_held(stand)
        screen = stand.screen
        screen.form.set_form_state(FormState({"kind": "2"}))
        screen.form.submit()
        stand.provider.gate.set()
        await until(lambda: screen.shown is not None and screen.shown.asking.raw["kind"] == "2", "the other search")
        await turns(20)
        assert screen.model.rowCount() == 100
        assert screen.foot.currentWidget() is screen.pages
        assert screen.whole.whole is None

    play(story)


def test_a_new_search_that_fails_leaves_the_loaded_rows_and_loading_can_go_on(play: Play):
    async def story(stand: Stand) -> None:
        await begin_held(stand)
        screen = stand.screen
        stand.provider.error = BROKEN
        screen.refresh()
        await stand.loaded()
        stand.provider.gate.set()
        await until(lambda: not screen.form.is_busy, "the search has failed")
        assert screen.model.rowCount() == 200
        stand.provider.error = None
        await click(button(screen.load_bar, "Go on"))
        await stand.loaded()
        assert screen.model.rowCount() == ROWS

    play(story)


def test_back_to_pages_shows_the_page_again_with_all_ticks(play: Play):
    async def story(stand: Stand) -> None:
        await load_all(stand)
        screen = stand.screen
        screen.table.select_row(5)
        screen.table.select_all_action.trigger()
        screen.model.toggle_row(7)
        await click(button(screen, "Back to pages"))
        assert (screen.model.rowCount(), screen.model.selected_count) == (100, ROWS - 1)
        assert not screen.model.is_selected(7)
        assert screen.model.is_selected(8)
        assert screen.foot.currentWidget() is screen.pages
        assert screen.table.grid.currentIndex().row() == 5
        screen.next_page()
        await until(lambda: stand.offset == 100, "pages turn as before")

    play(story)


def test_a_heading_sorts_everything_loaded_without_a_call(play: Play):
    async def story(stand: Stand) -> None:
        await load_all(stand)
        screen = stand.screen
        calls = len(stand.provider.asked)
        screen.table.ask_for_sort("size", descending=True)
        await stand.arranged()
        assert [screen.model.index(row, 3).data() for row in (0, 1, ROWS - 1)] == ["6", "6", "0"]
        assert names(stand, 2) == ["n006", "n013"], "rows alike stay as they came"
        assert "whole result sorted" in status(stand)
        assert screen.table.sort_key == "size"
        screen.table.ask_for_sort("", descending=False)
        await stand.arranged()
        assert names(stand, 2) == ["n000", "n001"]
        assert "sorted" not in status(stand)
        assert len(stand.provider.asked) == calls

    play(story)


def test_the_order_and_the_narrowing_of_the_page_hold_for_everything(play: Play):
    async def story(stand: Stand) -> None:
        stand.provider.rows = ScriptedProvider(ROWS).rows
        await stand.open()
        await stand.search()
        screen = stand.screen
        screen.bar._narrow.setText("n12")
        assert screen.model.rowCount() == 0
        screen.load_all()
        await stand.loaded()
        assert screen.model.rowCount() == len([row for row in stand.provider.rows if "n12" in row["name"]])
        await click(button(screen, "Back to pages"))
        assert screen.model.rowCount() == 0

    play(story)


def test_narrowing_looks_at_everything_and_says_when_it_hides_all(play: Play):
    async def story(stand: Stand) -> None:
        await load_all(stand)
        screen = stand.screen
        for typed in ("n", "n1", "n12", "n129"):
            screen.bar._narrow.setText(typed)
            await turns()
        await stand.arranged()
        assert names(stand, screen.model.rowCount()) == ["n129", *(f"n129{number}" for number in range(10))]
        assert control(screen, QLabel, "Rows shown after narrowing").text() == "11 of 1,300 shown"
        screen.bar._narrow.setText("nobody")
        await stand.arranged()
        state = screen.table.shown_state
        assert (state.kind, state.words) == (
            StateKind.NARROWED_AWAY,
            "None of the 1,300 loaded rows holds “nobody”.",
        )
        await click(button(screen, "Show all loaded rows"))
        await stand.arranged()
        assert screen.model.rowCount() == ROWS

    play(story)


def test_columns_chosen_later_are_shown_at_once_and_narrowed_in(play: Play):
    async def story(stand: Stand) -> None:
        stand.provider.rows = ScriptedProvider(ROWS).rows
        stand.provider.rows[1200]["colour"] = "green"
        await stand.open()
        await stand.search()
        screen = stand.screen
        screen.load_all()
        await stand.loaded()
        await until(lambda: not stand.tasks.is_running("find columns"), "all columns are found")
        screen.choose_columns()
        screen.table.columns.use(ColumnLayout(("name", "colour")))
        assert [screen.model.index(row, 2).data() for row in (0, 1200)] == ["–", "green"]
        await stand.arranged()
        assert [screen.model.index(row, 2).data() for row in (0, 1200)] == ["–", "green"]
        screen.bar._narrow.setText("green")
        await stand.arranged()
        assert [screen.model.index(0, place).data() for place in (1, 2)] == ["n1200", "green"]
        for dialog in screen.findChildren(ColumnChooser):
            dialog.reject()

    play(story)


def test_a_list_that_changed_while_it_was_loaded_is_said(play: Play):
    async def story(stand: Stand) -> None:
        await begin_held(stand)
        stand.provider.rows.insert(0, {"id": "new", "name": "new one", "size": 1})
        stand.provider.gate.set()
        await stand.loaded()
        notice = stand.screen.notice.notice
        assert notice is not None
        assert (notice.level, notice.title) == (NoticeLevel.WARNING, "The list changed while it was loaded")
        assert "the total went from 1,300 to 1,301" in notice.words

    play(story)


def test_a_value_that_nobody_can_read_does_not_stop_loading(play: Play):
    async def story(stand: Stand) -> None:
        stand.provider.rows = ScriptedProvider(ROWS).rows
        stand.provider.rows[700]["size"] = {"deep": json.loads("[" * 50 + "]" * 50)}
        await stand.open()
        await stand.search()
        stand.screen.load_all()
        await stand.loaded()
        assert stand.screen.model.rowCount() == ROWS
        assert str(stand.screen.model.index(700, 3).data()).startswith('{"deep"')

    play(story)


@pytest.mark.parametrize(
    ("coverage", "level", "title"),
    [
        (Coverage(True, 9, 9, notes=("3 came twice.",)), NoticeLevel.INFO, ""),
        (Coverage(False, 9, 8, notes=("row 3 was left out: no JSON",)), NoticeLevel.WARNING, "Not everything is here"),
        (
            Coverage(False, 9, 8, changed_while_loading=True, notes=("x",)),
            NoticeLevel.WARNING,
            "The list changed while it was loaded",
        ),
    ],
)
def test_what_the_reader_must_know_of_a_whole_result(coverage: Coverage, level: NoticeLevel, title: str):
    notice = coverage_notice(coverage)
    assert notice is not None
    assert (notice.level, notice.title) == (level, title)
    assert notice.words[0].isupper() or notice.words[0].isdigit()
    assert notice.words.endswith(".")
    assert coverage_notice(replace(coverage, notes=())) is None
