"""Stories about the order of rows: who sorted what is always said."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel

from leaddesk.demo.leadexec import LEADS_PATH
from tests.journeys.conftest import Stage
from tests.journeys.driving import button, click, control, fill_in, press, turns, type_text, until


async def click_heading(stage: Stage, key: str) -> None:
    """Click on the title of a column."""
    table = stage.screen.table
    section = [column.key for column in stage.screen.model.columns].index(key) + 1
    grid = table.grid if table.grid.frozen.isColumnHidden(section) else table.grid.frozen
    heading = grid.heading
    table.grid.scrollTo(stage.screen.model.index(0, section))
    left = heading.sectionViewportPosition(section)
    await click(heading.viewport(), QPoint(left + heading.sectionSize(section) // 3, heading.height() // 2))


def last_names(stage: Stage) -> list[str]:
    return [record.values().get("Fields", {}).get("LastName") or "" for record in stage.screen.model.shown_records]


def status(stage: Stage) -> str:
    return control(stage.window, QLabel, "Status").text()


def indicator(stage: Stage) -> str:
    return stage.screen.table.sort_key


def test_a_long_result_is_sorted_by_the_server_over_all_its_pages(play, stand_in):
    async def story(stage: Stage) -> None:
        await stage.open_with_account()
        await stage.search()
        assert "sorted" not in status(stage)
        before = stage.screen.shown
        await click_heading(stage, "Fields.LastName")
        await until(lambda: stage.screen.shown is not before, "the sorted leads are there")
        first = next(body for body in reversed(stand_in.log.bodies(LEADS_PATH)) if body["Skip"] == 0)
        assert (first["SortFields"], first["SortOrder"]) == (["LastName"], 0)
        assert "whole result sorted by LeadExec" in status(stage)
        page_one = last_names(stage)
        await press("Alt+PgDown")
        await until(lambda: stage.shown.page.start.offset == 100, "the second page is there")
        assert max(name for name in page_one if name) <= min(name for name in last_names(stage) if name)
        assert indicator(stage) == "Fields.LastName"

        before = stage.screen.shown
        await click_heading(stage, "Fields.LastName")
        await until(lambda: stage.screen.shown is not before, "the other way round")
        first = next(body for body in reversed(stand_in.log.bodies(LEADS_PATH)) if body["Skip"] == 0)
        assert first["SortOrder"] == 1
        before = stage.screen.shown
        await click_heading(stage, "Fields.LastName")
        await until(lambda: stage.screen.shown is not before, "the provider's own order")
        assert "SortFields" not in stand_in.last_body
        assert "sorted" not in status(stage)

    play(story)


def test_a_server_that_ignores_the_order_gets_its_page_sorted_here_and_that_is_said(play, stand_in):
    async def story(stage: Stage) -> None:
        stand_in.faults.sort_ignored = True
        await stage.open_with_account()
        await stage.search()
        before = stage.screen.shown
        await click_heading(stage, "Fields.LastName")
        await until(lambda: stage.screen.shown is not before, "the leads are there")
        assert "this page sorted" in status(stage)
        assert "whole result" not in status(stage)
        names = [name.casefold() for name in last_names(stage) if name]
        assert names == sorted(names)

    play(story)


def test_a_result_of_one_page_is_sorted_here_without_a_call(play, stand_in):
    async def story(stage: Stage) -> None:
        await stage.open_with_account()
        await click(stage.editor("Query").add_button)
        await type_text("State")
        await press("Esc")
        await fill_in(stage.editor("Query").rows[0].value, "CA")
        await stage.search("Last 30 days")
        assert stage.shown.is_whole
        calls = stand_in.calls
        await click_heading(stage, "Fields.LastName")
        await turns(10)
        assert stand_in.calls == calls
        assert "whole result sorted" in status(stage)
        names = [name.casefold() for name in last_names(stage) if name.isascii() and name]
        assert names == sorted(names)

    play(story)


def test_a_column_the_provider_cannot_sort_by_sorts_this_page_and_says_so(play, stand_in):
    async def story(stage: Stage) -> None:
        await stage.open_with_account()
        await stage.search()
        calls = stand_in.calls
        await until(lambda: stand_in.lead_calls == 2, "the next page is fetched ahead")
        calls = stand_in.calls
        await click_heading(stage, "Properties.Price")
        await turns(10)
        assert stand_in.calls == calls
        assert "this page sorted" in status(stage)
        await press("Alt+PgDown")
        await until(lambda: stage.shown.page.start.offset == 100, "the second page is there")
        assert "sorted" not in status(stage)
        assert indicator(stage) == "", "the next page came in the provider's order"

    play(story)


def test_an_order_that_was_stopped_is_not_shown_as_if_it_had_come(play, stand_in):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        await stage.search()
        stand_in.faults.delay_seconds = 3
        before = stage.screen.shown
        await click_heading(stage, "Fields.LastName")
        assert indicator(stage) == "Fields.LastName"
        stage.screen.table.setFocus()
        await press("Esc")
        await until(lambda: not stage.screen.form.is_busy, "it is stopped")
        assert stage.screen.shown is before
        assert indicator(stage) == ""
        assert stage.screen.table.grid.isVisible()
        assert button(window, "Search")

    play(story)


def test_ticks_and_narrowing_survive_another_order_of_the_same_leads(play, stand_in):
    async def story(stage: Stage) -> None:
        await stage.open_with_account()
        await stage.search()
        stage.screen.table.setFocus()
        await press("Space")
        ticked = stage.screen.model.selected_keys
        assert len(ticked) == 1
        before = stage.screen.shown
        await click_heading(stage, "Fields.LastName")
        await until(lambda: stage.screen.shown is not before, "the sorted leads are there")
        assert stage.screen.model.selected_keys == ticked
        await stage.search("Last 7 days")
        assert stage.screen.model.selected_keys == (), "another question has ticks of its own"

    play(story)
