"""Filters of columns and counts of their values, in the window, over everything that is loaded."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu

from leaddesk.domain.arrangement import Contains, OneOf
from leaddesk.domain.column_counts import CountBy
from leaddesk.ui.results.filter_dialogs import RangeFilterDialog, TextFilterDialog, ValuesFilterDialog
from leaddesk.ui.results.table_menus import build_column_menu
from tests.journeys.driving import button, click, control, turns, until
from tests.ui.screen_parts import ScriptedProvider
from tests.ui.screen_stand import Play, Stand

ROWS = 700
NAME, SIZE = 2, 3
"""Sections of the headings."""


async def load(stand: Stand) -> None:
    """Names n000 to n699, sizes 0 to 6; every hundredth has no size."""
    stand.provider.rows = ScriptedProvider(ROWS).rows
    for row in stand.provider.rows[::100]:
        row["size"] = None
    await stand.open()
    await stand.search()
    await until(lambda: not stand.tasks.is_running("ahead"), "the page ahead is there")
    stand.screen.load_all()
    await stand.loaded()


async def choose(stand: Stand, section: int, words: str) -> None:
    """Choose from the menu of a heading."""
    menu = build_column_menu(stand.screen.table, section)
    every = menu.actions() + [action for part in menu.findChildren(QMenu) for action in part.actions()]
    action = next(action for action in every if action.text().replace("&", "") == words)
    assert action.isEnabled(), f"“{words}” cannot be chosen"
    action.trigger()
    menu.deleteLater()
    await turns()
    await until(lambda: not stand.tasks.is_running("filter values"), "the values are counted")
    await stand.arranged()


def dialog(stand: Stand, kind: type[Any]) -> Any:
    found = [part for part in stand.screen.findChildren(kind) if part.isVisible()]
    assert len(found) == 1
    return found[0]


def chips(stand: Stand) -> list[str]:
    return [chip.text() for chip in stand.screen.filters.chips.chips if chip.isVisible()]


def sizes(stand: Stand) -> set[object]:
    model = stand.screen.model
    return {model.index(row, SIZE).data() for row in range(model.rowCount())}


def test_a_page_says_how_to_come_to_filters(play: Play):
    async def story(stand: Stand) -> None:
        await stand.open()
        await stand.search()
        menu = build_column_menu(stand.screen.table, NAME)
        hint = next(action for action in menu.actions() if "load all first" in action.text())
        assert not hint.isEnabled()
        assert menu.findChildren(QMenu) == []
        menu.deleteLater()

    play(story)


def test_a_text_filters_and_a_chip_takes_it_away(play: Play):
    async def story(stand: Stand) -> None:
        await load(stand)
        screen = stand.screen
        await choose(stand, NAME, "Contains…")
        asked = dialog(stand, TextFilterDialog)
        asked.accept_button.click()
        assert "type a text" in asked.field.problem.lower()
        QTest.keyClicks(asked.line, "N12")
        asked.accept_button.click()
        await stand.arranged()
        assert screen.model.rowCount() == 10
        assert chips(stand) == ["Name: contains “N12”"]
        heading = screen.model.headerData(NAME, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole)
        assert heading == "Name, filtered"
        assert "10 of 700 loaded rows shown" in control(screen, QLabel, "Status").text()
        await click(screen.filters.chips.chips[0])
        await stand.arranged()
        assert (screen.model.rowCount(), chips(stand)) == (ROWS, [])
        assert screen.filters.chips.isHidden()

    play(story)


def test_a_range_looks_at_numbers_and_marks_what_is_wrong(play: Play):
    async def story(stand: Stand) -> None:
        await load(stand)
        await choose(stand, SIZE, "Range…")
        asked = dialog(stand, RangeFilterDialog)
        asked.low.setText("five")
        asked.accept_button.click()
        assert asked.fields[0].problem == "This is no number"
        asked.low.setText("5")
        asked.accept_button.click()
        await stand.arranged()
        assert sizes(stand) == {"5", "6"}
        assert chips(stand) == ["Size: 5 or more"]

    play(story)


def test_values_are_chosen_with_their_counts(play: Play):
    async def story(stand: Stand) -> None:
        await load(stand)
        await choose(stand, NAME, "Contains…")
        asked = dialog(stand, TextFilterDialog)
        asked.line.setText("n1")
        asked.accept_button.click()
        await stand.arranged()
        await choose(stand, SIZE, "One of…")
        values = dialog(stand, ValuesFilterDialog)
        items = values.items
        last = items[-1]
        assert (last.text(0), last.text(1)) == ("(without a value)", "1"), "counted among what the other filters leave"
        assert sum(int(item.text(1)) for item in items) == 100
        values.accept_button.click()
        assert values.isVisible(), "nothing is ticked"
        for text in ("3", "(without a value)"):
            next(item for item in items if item.text(0) == text).setCheckState(0, Qt.CheckState.Checked)
        values.search.setText("(with")
        assert [item.text(0) for item in items if not item.isHidden()] == ["(without a value)"]
        values.search.setText(items[0].text(1))
        assert items[0].isHidden() == (items[0].text(1) not in items[0].text(0)), "the numbers of rows are not searched"
        values.accept_button.click()
        await stand.arranged()
        assert sizes(stand) == {"3", ""}
        assert chips(stand) == ["Name: contains “n1”", "Size: one of “3”, without a value", "Clear all filters"]
        await choose(stand, SIZE, "One of…")
        again = dialog(stand, ValuesFilterDialog)
        ticked = [item for item in again.items if item.checkState(0) is Qt.CheckState.Checked]
        assert len(ticked) == 2, "the own filter does not hide the column's other values"
        again.reject()
        await click(stand.screen.filters.chips.chips[-1])
        await stand.arranged()
        assert stand.screen.model.rowCount() == ROWS

    play(story)


def test_empty_and_not_empty_and_clear_are_done_at_once(play: Play):
    async def story(stand: Stand) -> None:
        await load(stand)
        await choose(stand, SIZE, "Is empty")
        assert (stand.screen.model.rowCount(), sizes(stand)) == (7, {""})
        await choose(stand, SIZE, "Is not empty")
        assert stand.screen.model.rowCount() == ROWS - 7
        assert chips(stand) == ["Size: is not empty"], "a column has one filter"
        await choose(stand, SIZE, "Clear filter")
        assert stand.screen.model.rowCount() == ROWS

    play(story)


def test_filters_that_hide_all_rows_say_so_and_can_be_taken_away(play: Play):
    async def story(stand: Stand) -> None:
        await load(stand)
        screen = stand.screen
        screen.bar._narrow.setText("n001")
        await choose(stand, SIZE, "Is empty")
        assert screen.table.shown_state.words == ("None of the 700 loaded rows holds “n001” and passes the filters.")
        await click(button(screen, "Show all loaded rows"))
        await stand.arranged()
        assert (screen.model.rowCount(), chips(stand), screen.bar.narrowing) == (ROWS, [], "")

    play(story)


def test_counts_stand_as_bars_and_a_press_filters(play: Play):
    async def story(stand: Stand) -> None:
        await load(stand)
        screen, counts = stand.screen, stand.screen.filters.counts
        assert counts.isHidden()
        await choose(stand, SIZE, "Counts as bars")
        assert counts.isVisible()
        assert counts.shown is not None
        assert sum(bar.count for bar in counts.shown.bars) == ROWS - 7
        assert "Leads by Size." in counts.canvas.accessibleName()
        assert "7 rows without a value" in [label.text() for label in counts.findChildren(QLabel)]
        bar = counts.shown.bars[1]
        line = counts.canvas.height() // len(counts.shown.bars)
        QTest.mouseClick(counts.canvas, Qt.MouseButton.LeftButton, pos=QPoint(20, line + line // 2))
        await stand.arranged()
        assert sizes(stand) == {bar.label}
        assert chips(stand) == [f"Size: “{bar.label}”"]
        assert sum(item.count for item in counts.shown.bars) == ROWS - 7, "its own filter leaves the counts alone"
        counts.canvas.setFocus()
        QTest.keyClick(counts.canvas, Qt.Key.Key_Return)
        await stand.arranged()
        assert screen.model.rowCount() == ROWS, "pressed again, the filter goes"
        screen.whole.filter_by("name", Contains("n1"))
        await stand.arranged()
        assert sum(item.count for item in counts.shown.bars) == 99, "filters of other columns count"
        counts.ways.setCurrentIndex(counts.ways.findData(CountBy.BINS.value))
        counts.ways.activated.emit(counts.ways.currentIndex())
        await stand.arranged()
        assert counts.shown.by is CountBy.BINS
        await click(counts.close_button)
        assert counts.isHidden()

    play(story)


def test_filters_end_with_the_whole_result(play: Play):
    async def story(stand: Stand) -> None:
        await load(stand)
        screen = stand.screen
        await choose(stand, SIZE, "Is empty")
        await choose(stand, SIZE, "Counts as bars")
        await click(button(screen, "Back to pages"))
        assert chips(stand) == []
        assert screen.filters.counts.isHidden()
        assert screen.model.headerData(SIZE, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole) == "Size"
        assert screen.model.rowCount() == 100

    play(story)


def test_the_mark_of_a_filtered_heading_is_seen(play: Play):
    async def story(stand: Stand) -> None:
        await load(stand)
        heading = stand.screen.table.grid.heading
        before = heading.grab().toImage()
        stand.screen.whole.filter_by("size", OneOf(tuple(range(10)), or_empty=True))
        await stand.arranged()
        assert stand.screen.model.rowCount() == ROWS
        assert heading.grab().toImage() != before

    play(story)
