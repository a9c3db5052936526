"""The conductor over a scripted provider: what is dropped, kept, stopped and remembered."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtWidgets import QLabel

from leaddesk.domain.errors import NetworkCause, NotReachable
from leaddesk.domain.form_state import FormState
from leaddesk.ui.results.table_state import NEXT_PAGE, StateKind
from tests.journeys.driving import turns, until
from tests.ui.screen_parts import SPEC
from tests.ui.screen_stand import Play, Stand

BROKEN = NotReachable("h broke off.", host="h", cause=NetworkCause.BROKEN)


def test_nothing_is_asked_before_the_search_but_the_lists(play: Play):
    async def story(stand: Stand) -> None:
        await stand.open()
        assert sorted(stand.provider.choices_asked) == ["kinds", "places"], "one list does not replace the other"
        assert stand.provider.asked == []
        assert stand.screen.table.shown_state.kind is StateKind.NOT_SEARCHED

    play(story)


def test_a_renamed_account_keeps_what_was_typed_and_fetches_its_lists_again(play: Play):
    async def story(stand: Stand) -> None:
        screen = await stand.open()
        screen.form.set_form_state(FormState({"kind": "2"}))
        renamed = stand.accounts.rename(stand.account, "West")
        screen.show_search(renamed, SPEC)
        await turns()
        assert screen.form.form_state().values["kind"] == "2"
        assert screen.account == renamed
        assert len(stand.provider.choices_asked) == 4

    play(story)


def test_a_page_is_turned_to_once_however_often_the_key_is_pressed(play: Play):
    async def story(stand: Stand) -> None:
        screen = await stand.open()
        await stand.search()
        await until(lambda: len(stand.provider.asked) == 2, "the next page is fetched ahead")
        screen.table.select_row(99)
        stand.provider.gate.clear()
        screen.next_page()
        await until(lambda: stand.offset == 100, "the second page is here already")
        await turns()
        screen.table.select_row(99)
        for _ in range(20):
            screen.next_record()
        await turns()
        assert [offset for offset, _ in stand.provider.asked] == [0, 100, 200]
        stand.provider.gate.set()
        await until(lambda: stand.offset == 200, "the third page is shown")
        assert screen.table.grid.currentIndex().row() == 0
        screen.previous_record()
        await until(lambda: stand.offset == 100, "back again")
        assert screen.table.grid.currentIndex().row() == 99

    play(story)


def test_a_record_that_cannot_be_read_is_not_shown_as_the_one_before(play: Play):
    async def story(stand: Stand) -> None:
        screen = await stand.open()
        stand.provider.rows[1]["name"] = "broken"
        await stand.search()
        assert screen.pane.is_showing_record
        screen.table.select_row(1)
        await stand.record_read()
        words = "\n".join(label.text() for label in screen.pane.findChildren(QLabel) if label.isVisible())
        assert "could not be read" in words
        assert "n000" not in words
        screen.table.select_row(2)
        await stand.record_read()
        assert screen.pane.is_showing_record

    play(story)


def test_a_turned_page_reads_the_account_as_it_is_now(play: Play):
    async def story(stand: Stand) -> None:
        screen = await stand.open()
        await stand.search()
        await until(lambda: len(stand.provider.asked) == 2, "the next page is fetched ahead")
        heard: list[float] = []
        await stand.accounts.connect(stand.account, lambda wait: heard.append(wait.seconds))
        stand.provider.gate.clear()
        screen.pages.page_requested.emit(200)
        await turns()
        stand.provider.wait(7)
        assert heard == [], "the window hears of the wait, not whoever connected before"
        waiting = [label.text() for label in screen.status.findChildren(QLabel) if label.text().startswith("Waiting")]
        assert waiting == ["Waiting 7 s: the server is busy (503) (try 2 follows)"]
        stand.provider.gate.set()
        await until(lambda: stand.offset == 200, "the page is here")
        assert not [label for label in screen.status.findChildren(QLabel) if label.text().startswith("Waiting")]

    play(story)


def test_lists_that_are_waited_for_can_be_stopped(play: Play):
    async def story(stand: Stand) -> None:
        stand.provider.choices_gate.clear()
        screen = await stand.open()
        screen.cancel()
        await turns()
        words = [label.text() for label in screen.form.findChildren(QLabel)]
        assert [text for text in words if text.startswith("Stopped.")] != []
        assert not stand.tasks.is_running("choices kinds")

    play(story)


def test_a_failed_first_search_can_be_asked_again_and_exports_nothing_old(play: Play):
    async def story(stand: Stand) -> None:
        screen = await stand.open()
        stand.provider.error = BROKEN
        await stand.search()
        assert screen.table.shown_state.kind is StateKind.COULD_NOT_SEARCH
        assert screen.shown is None
        assert not screen.bar.export_all_action.isEnabled()
        stand.provider.error = None
        screen.refresh()
        await until(lambda: screen.shown is not None, "asked again")
        stand.provider.error = BROKEN
        screen.refresh()
        await until(lambda: not screen.notice.isHidden(), "the failure is told beside the rows")
        assert screen.model.loaded_count == 100

    play(story)


def test_it_is_told_when_there_is_something_to_stop(play: Play):
    async def story(stand: Stand) -> None:
        screen = await stand.open()
        told: list[bool] = []
        screen.waiting_changed.connect(told.append)
        stand.provider.gate.clear()
        screen.form.set_form_state(FormState({"kind": "1"}))
        screen.form.submit()
        assert told == [True]
        await turns()
        screen.cancel()
        await turns()
        assert told == [True, False]
        assert screen.table.shown_state.kind is StateKind.NOT_SEARCHED
        stand.provider.gate.set()

    play(story)


def test_names_of_the_data_and_the_form_are_remembered(play: Play):
    async def story(stand: Stand) -> None:
        await stand.open()
        stand.provider.rows[5]["colour"] = "green"
        await stand.search()
        assert stand.preferences.fields_seen(stand.account.id, "things") == ("colour",)
        kept = stand.preferences.form(stand.account.id, "things")
        assert kept is not None
        assert kept.values["kind"] == "1"

    play(story)


def test_what_cannot_be_remembered_is_told_and_the_search_goes_on(play: Play, tmp_path: Path):
    async def story(stand: Stand) -> None:
        screen = await stand.open()
        (tmp_path / "preferences.json").mkdir()
        screen.form.set_form_state(FormState({"kind": "1"}))
        screen.form.submit()
        assert not screen.notice.isHidden()
        await until(lambda: screen.model.loaded_count == 100, "the rows are there all the same")

    play(story)


def test_the_answer_of_a_search_that_was_replaced_is_dropped(play: Play):
    async def story(stand: Stand) -> None:
        screen = await stand.open()
        stand.provider.gate.clear()
        screen.form.set_form_state(FormState({"kind": "1"}))
        screen.form.submit()
        await until(lambda: len(stand.provider.asked) == 1, "the first question is out")
        screen.form.set_form_state(FormState({"kind": "2"}))
        screen.form.submit()
        await until(lambda: len(stand.provider.asked) == 2, "the second question is out")
        stand.provider.gate.set()
        await until(lambda: screen.shown is not None and not screen.form.is_busy, "an answer is shown")
        assert screen.shown is not None
        assert screen.shown.asking.raw["kind"] == "2"
        await asyncio.sleep(0)
        assert screen.shown.asking.raw["kind"] == "2"

    play(story)


def test_a_page_without_rows_is_no_proof_that_there_are_none(play: Play):
    async def story(stand: Stand) -> None:
        screen = await stand.open()
        stand.provider.left_out = 100
        await stand.search()
        assert screen.table.shown_state.kind is StateKind.NOTHING_HERE
        assert "More pages follow" in screen.table.shown_state.words
        screen.table.action_requested.emit(NEXT_PAGE)
        await until(lambda: stand.offset == 100, "the next page is shown")
        assert screen.table.shown_state.kind is StateKind.ROWS

    play(story)
