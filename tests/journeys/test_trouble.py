"""Stories about what goes wrong: late answers, no network, a refused key, limits, rows that cannot be read."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QToolButton

from leaddesk.demo.answers import WrongAnswer
from leaddesk.demo.leadexec import leadexec_app
from leaddesk.ui.accounts.account_dialog import AccountDialog
from leaddesk.ui.results.table_state import StateKind
from tests.journeys.conftest import SECRET, Stage
from tests.journeys.driving import (
    button,
    choose_entry,
    click,
    control,
    controls,
    dialog,
    dialogs,
    entry,
    fill_in,
    pick,
    press,
    turns,
    type_text,
    until,
    words_in,
)
from tests.stand_in import serve


def waiting_words(stage: Stage) -> str:
    found = [label.text() for label in controls(stage.window, QLabel) if label.accessibleName() == "Waiting"]
    return found[0] if found else ""


def shown_state(stage: Stage) -> StateKind:
    return stage.screen.table.shown_state.kind


def stop_buttons(stage: Stage) -> list[QPushButton]:
    return [found for found in controls(stage.window, QPushButton) if found.objectName() == "state action cancel"]


async def only_state(stage: Stage, state: str) -> None:
    """Ask for the leads of one state, which are few."""
    if not stage.editor("Query").rows:
        await click(stage.editor("Query").add_button)
        await type_text("State")
        await press("Esc")
    await fill_in(stage.editor("Query").rows[0].value, state)


# Late answers


def test_a_new_search_replaces_the_running_one_and_the_late_answer_is_dropped(play, stand_in):
    async def story(stage: Stage) -> None:
        await stage.open_with_account()
        await stage.choose_mortgage("Last 90 days")
        stand_in.faults.delay_seconds = 0.6
        await press("Ctrl+Return")
        await until(lambda: stand_in.lead_calls == 1, "the slow question is under way")
        stand_in.faults.delay_seconds = 0
        await pick(stage.editor("StartDate").preset, "Last 7 days")
        await press("Ctrl+Return")
        await until(lambda: stage.screen.shown is not None, "the quick answer is there")
        shown = stage.shown
        assert shown.asking.raw["StartDate"][:19] == stand_in.last_body["StartDate"][:19]
        await asyncio.sleep(0.7)  # the late answer has been given by now; nothing may come of it
        assert stage.screen.shown is shown
        assert not stage.screen.form.is_busy

    play(story)


def test_searching_fifty_times_gives_one_result_and_the_last_one_wins(play, stand_in):
    async def story(stage: Stage) -> None:
        await stage.open_with_account()
        await stage.choose_mortgage("Last 90 days")
        stand_in.faults.delay_seconds = 0.05
        results: list[object] = []
        stage.screen.counts_changed.connect(lambda: results.append(stage.screen.shown))
        presets = ("Last 30 days", "Last 7 days", "Last 90 days", "Today", "This month")
        for turn in range(50):
            preset = stage.editor("StartDate").preset
            preset.setCurrentIndex(preset.findText(presets[turn % 5]))
            preset.activated.emit(preset.currentIndex())
            QTest.keyClick(preset, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
            if turn % 7 == 0:
                await asyncio.sleep(0.01)
        await until(lambda: not stage.screen.form.is_busy, "the search has ended")
        assert stage.shown.asking.raw["StartDate"] == stage.screen.form.form_state().values["StartDate"]
        assert len({id(shown) for shown in results if shown is not None}) == 1
        assert stage.screen.notice.isHidden()

    play(story)


def test_a_running_search_is_cancelled_and_what_was_there_stays(play, stand_in):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        await stage.choose_mortgage()
        stand_in.faults.delay_seconds = 5
        await press("Ctrl+Return")
        await until(lambda: "Waiting for the answer" in words_in(window), "it is said that it takes long", seconds=3)
        await until(lambda: stop_buttons(stage), "it can be stopped")
        await click(stop_buttons(stage)[0])
        await until(lambda: shown_state(stage) is StateKind.NOT_SEARCHED, "nothing was searched")
        stand_in.faults.delay_seconds = 0
        await stage.search()
        rows = stage.screen.model.loaded_records
        stand_in.faults.delay_seconds = 5
        await press("Ctrl+Return")
        await choose_entry(entry(window, "Search", "Stop waiting"))
        await until(lambda: not stage.screen.form.is_busy, "it is stopped")
        assert stage.screen.model.loaded_records == rows
        assert shown_state(stage) is StateKind.ROWS
        assert not entry(window, "Search", "Stop waiting").isEnabled()

    play(story)


# No network


def test_offline_the_rows_stay_the_cause_is_told_and_retry_works_once_it_is_back(play, population):
    async def story(stage: Stage) -> None:
        with ExitStack() as first:
            url = first.enter_context(serve(leadexec_app(population)))
            port = int(url.rpartition(":")[2])
            await stage.add_account(data_server=url, account_server=url)
            window = await stage.open()
            await stage.lead_types_loaded()
            first.close()
            await stage.choose_mortgage()
            await press("Ctrl+Return")
            await until(lambda: shown_state(stage) is StateKind.COULD_NOT_SEARCH, "it could not search")
            assert "refused" in words_in(window).lower()
            assert "Nothing found" not in words_in(window)
            assert not button(window, "Export all").isEnabled()
            with serve(leadexec_app(population), port):
                await click(button(window, "Try again"))
                await until(lambda: stage.screen.shown is not None, "the leads are there")
                rows = stage.screen.model.loaded_records
            await press("Alt+End")
            notice = stage.screen.notice
            await until(lambda: not notice.isHidden(), "the failure is told")
            assert "127.0.0.1" in words_in(notice)
            assert stage.screen.model.loaded_records == rows
            await press("F5")
            await until(lambda: "Below still stand the rows of the search before" in words_in(notice), "and again")
            assert stage.screen.model.loaded_records == rows
            with serve(leadexec_app(population), port):
                await click(button(notice, "Try again"))
                await until(lambda: notice.isHidden() and not stage.screen.form.is_busy, "it works again")
                assert len(stage.screen.model.loaded_records) == 100
                await stage.close()

    play(story)


def test_a_web_page_in_place_of_an_answer_is_told_in_words(play, stand_in):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        await stage.choose_mortgage()
        stand_in.faults.wrong_answer = WrongAnswer.WEB_PAGE
        await press("Ctrl+Return")
        await until(lambda: shown_state(stage) is StateKind.COULD_NOT_SEARCH, "it could not search")
        assert "web page" in words_in(window)
        assert "<html" not in words_in(window).lower()
        stand_in.faults.wrong_answer = WrongAnswer.NONE
        await press("F5")
        await until(lambda: shown_state(stage) is StateKind.ROWS, "asked again, the leads are there")

    play(story)


# The key


def test_a_key_refused_on_a_later_page_leads_to_the_account_and_the_mended_key_is_used(play, stand_in):
    async def story(stage: Stage) -> None:
        await stage.open_with_account()
        await stage.search()
        await press("Alt+PgDown")
        await until(lambda: stage.shown.page.start.offset == 100, "the second page is there")
        await until(stage.is_next_page_here, "the third is fetched")
        rows = stage.screen.model.loaded_records
        stand_in.faults.data_status = 401
        await press("Alt+End")
        notice = stage.screen.notice
        await until(lambda: not notice.isHidden(), "the refusal is told")
        assert "refused" in words_in(notice)
        assert stage.screen.model.loaded_records == rows
        await click(button(notice, "Open the account"))
        opened = await dialog(AccountDialog)
        assert control(opened, QLineEdit, "Client secret, required").placeholderText().startswith("kept in the keyring")
        await fill_in(control(opened, QLineEdit, "Client secret, required"), SECRET)
        tokens = stand_in.log.tokens_given
        stand_in.faults.data_status = None
        await click(button(opened, "Save"))
        await until(lambda: not dialogs(AccountDialog), "the account is kept")
        assert stage.screen.model.loaded_records == rows
        await click(button(notice, "Try again"))
        await until(lambda: stage.shown.page.next is None, "the last page is there")
        assert stand_in.log.tokens_given > tokens, "it was read with the new key"
        assert notice.isHidden()

    play(story)


# Limits


def test_a_pause_that_the_provider_asks_for_is_counted_down_and_can_be_cancelled(play, stand_in):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        await stage.choose_mortgage()
        stand_in.faults.retry_after = "20"
        stand_in.faults.next_data_statuses = [429]
        await press("Ctrl+Return")
        await until(lambda: waiting_words(stage).startswith("Waiting 20 s"), "the wait is shown")
        assert "limit" in waiting_words(stage)
        await until(lambda: waiting_words(stage).startswith("Waiting 19 s"), "it is counted down")
        calls = stand_in.calls
        await click(button(window, "Cancel waiting"))
        await until(lambda: not stage.screen.form.is_busy, "the wait is over")
        assert waiting_words(stage) == ""
        await turns(20)
        assert stand_in.calls == calls

        stand_in.faults.retry_after = "1"
        stand_in.faults.next_data_statuses = [503]
        await press("Ctrl+Return")
        await until(lambda: waiting_words(stage) != "", "the wait is shown")
        await until(lambda: stage.screen.shown is not None, "after the pause the leads are there")
        assert waiting_words(stage) == ""

    play(story)


def test_a_pause_while_fetching_ahead_or_the_lists_leaves_no_words_behind(play, stand_in):
    async def story(stage: Stage) -> None:
        stand_in.faults.retry_after = "1"
        await stage.open_with_account()
        await stage.choose_mortgage()
        await press("Ctrl+Return")
        await until(lambda: stage.screen.shown is not None, "the leads are there")
        await until(stage.is_next_page_here, "the next page is here")
        stand_in.faults.next_data_statuses = [429]
        await press("Alt+PgDown")
        await until(lambda: waiting_words(stage) != "", "the wait of fetching ahead is shown")
        await until(lambda: waiting_words(stage) == "", "it is over")
        await until(stage.is_next_page_here, "the third page is here")

    play(story)


# What could be read, and what there is to read


def test_one_unreadable_lead_does_not_hide_the_others_and_is_counted_with_its_reason(play, stand_in):
    async def story(stage: Stage) -> None:
        stand_in.faults.unreadable_row = 3
        window = await stage.open_with_account()
        await stage.search()
        notice = stage.screen.notice
        assert stage.screen.model.loaded_count == 99
        assert "1 of 100 rows could not be read" in words_in(notice)
        details = next(tool for tool in controls(notice, QToolButton) if tool.text() == "Details")
        await click(details)
        assert "Row 4:" in control(notice, QPlainTextEdit, "Details").toPlainText()
        assert control(window, QLabel, "Rows shown").text().startswith("1–100 of")

    play(story)


def test_not_searched_nothing_found_and_could_not_search_never_look_alike(play, stand_in):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        titles = {"Nothing searched yet", "Nothing found", "Could not search"}

        def seen() -> set[str]:
            return {title for title in titles if title in words_in(window)}

        assert seen() == {"Nothing searched yet"}
        await only_state(stage, "ZZ")
        await stage.choose_mortgage()
        await press("Ctrl+Return")
        await until(lambda: seen() == {"Nothing found"}, "nothing was found")
        assert '{"State": "ZZ"}' in words_in(window), "it is said what was asked"
        assert control(window, QLabel, "Rows shown").text() == "nothing found"

        stand_in.faults.data_status = 403
        await press("Ctrl+Return")
        await until(lambda: seen() == {"Could not search"}, "it could not search")
        assert not [
            label for label in controls(window, QLabel) if label.accessibleName() == "Rows shown" and label.text()
        ]
        assert stage.screen.shown is None
        stand_in.faults.data_status = None
        await only_state(stage, "CA")
        await press("Ctrl+Return")
        await until(lambda: stage.screen.model.loaded_count > 0, "there are leads")
        assert seen() == set()
        await press("Ctrl+F")
        await type_text("no row holds this")
        assert "All loaded rows are hidden" in words_in(window)
        await click(button(window, "Show all loaded rows"))
        assert stage.screen.model.rowCount() == stage.screen.model.loaded_count

    play(story)


def test_a_damaged_settings_file_is_told_even_on_the_first_page(play, profile_folder):
    async def story(stage: Stage) -> None:
        (profile_folder / "accounts.json").write_text("{ this is no JSON", "utf-8")
        window = await stage.open()
        assert window.welcome.isVisible()
        assert "accounts.json" in words_in(window)
        assert list(profile_folder.glob("accounts*")) != []

    play(story)


def test_settings_of_a_newer_program_are_told_left_alone_and_hold_up_nothing(play, profile_folder):
    newer = '{"version": 99, "dreams": true}'

    async def story(stage: Stage) -> None:
        await stage.add_account()
        for name in ("preferences.json", "window.json", "saved_searches.json"):
            (profile_folder / name).write_text(newer, "utf-8")
        window = await stage.open()
        await stage.lead_types_loaded()
        assert "newer" in words_in(stage.screen.notice)
        await stage.search()
        assert stage.screen.model.loaded_count == 100
        await press("Alt+PgDown")
        await until(lambda: stage.shown.page.start.offset == 100, "the second page is there")
        assert window.isVisible()

    play(story)
    for name in ("preferences.json", "window.json", "saved_searches.json"):
        assert (profile_folder / name).read_text("utf-8") == newer


def test_a_list_of_accounts_of_a_newer_program_is_told_and_left_alone(play, profile_folder):
    newer = '{"version": 99, "dreams": true}'

    async def story(stage: Stage) -> None:
        (profile_folder / "accounts.json").write_text(newer, "utf-8")
        window = await stage.open()
        assert "newer" in words_in(window)
        assert "Welcome" not in words_in(window), "it does not look as if there were none"

    play(story)
    assert (profile_folder / "accounts.json").read_text("utf-8") == newer
