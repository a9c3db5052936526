"""The conductor of a look-up: nobody is held up, nothing is said twice or late, and every answer has a next step."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from leaddesk.domain.account import Account
from leaddesk.domain.errors import CredentialsRefused, NetworkCause, NotReachable
from leaddesk.domain.provider import Wait
from leaddesk.ui.look_up.look_up_screen import LookUpScreen
from tests.journeys.driving import button, click, focused, press, turns, type_text, until, words_in
from tests.services.look_up_rig import record
from tests.ui.look_up.look_up_parts import ADA, BOB, CANNOT, ELSE, PHONE, Stand, searched

REFUSED = CredentialsRefused("The key was refused.", host="h", remedy="Open the account and enter another key.")
SILENT = NotReachable("h did not answer.", host="h", cause=NetworkCause.SILENT)
FLAGGED = ADA | {"do_not_contact": ["do not call."]}


def shows_rows(screen: LookUpScreen) -> bool:
    return screen.table.isVisible()


def said(screen: LookUpScreen) -> str:
    """What stands in place of the rows."""
    return words_in(screen.state)


def test_a_silent_account_holds_up_nobody(play):
    async def story(stand: Stand) -> None:
        screen = await stand.open(
            East=searched(record("1", **ADA)), West=searched(record("2", **ADA)), North=searched(record("3", **BOB))
        )
        stand.hold("West")
        stand.begin()
        await until(lambda: stand.names == ["East", "North"], "the rows of the others are there")
        assert stand.words("West") == "searching"
        assert screen.pane.is_showing_record or screen.reader.is_busy
        assert "Not searched: West (searching)" in screen.coverage.text
        stand.release("West")
        await stand.settled()
        assert stand.names == ["East", "West", "North"], "one person's rows stand together"
        assert screen.coverage.text == "Searched: East, West, North. 3 leads found."

    play(story)


def test_the_chosen_row_and_the_pane_stay_when_later_answers_come(play):
    async def story(stand: Stand) -> None:
        screen = await stand.open(
            East=searched(record("1", **ADA), record("2", **ELSE)), West=searched(record("3", **BOB))
        )
        stand.hold("West")
        stand.begin()
        await until(lambda: len(stand.names) == 2, "the first rows are there")
        screen.table.move_current(1)
        await until(lambda: screen.pane.header.title.text() == "Cleo Ames", "the second lead is read")
        stand.release("West")
        await stand.settled()
        assert screen.table.chosen is not None
        assert screen.table.chosen.lead.name == "Cleo Ames"
        assert screen.pane.header.title.text() == "Cleo Ames"

    play(story)


def test_stopping_keeps_what_was_found_and_says_who_was_stopped(play):
    async def story(stand: Stand) -> None:
        screen = await stand.open(East=searched(record("1", **ADA)), West=searched())
        stand.hold("West")
        stand.begin()
        await until(lambda: stand.names == ["East"], "the first row is there")
        waits: list[bool] = []
        screen.waiting_changed.connect(waits.append)
        screen.table.setFocus()
        await press("Esc")
        assert stand.words("West") == "stopped"
        assert not screen.is_waiting
        assert waits == [False]
        await until(lambda: stand.providers["West"].cancelled == 1, "its call is given up")
        assert stand.names == ["East"]
        assert "Not searched: West (stopped)" in screen.coverage.text
        back: list[bool] = []
        screen.back_wanted.connect(lambda: back.append(True))
        await press("Esc")
        assert back == [True], "when nothing runs, Esc goes back"

    play(story)


def test_stopped_at_once_it_does_not_go_on_searching(play):
    async def story(stand: Stand) -> None:
        screen = await stand.open(East=searched(record("1", **ADA)))
        stand.begin()
        screen.cancel()
        assert stand.words("East") == "stopped"
        assert not screen.is_busy
        await turns(10)
        assert stand.words("East") == "stopped"
        assert stand.names == []
        assert "Stopped" in said(screen)
        await click(button(screen.state, "Look up again"))
        await stand.settled()
        assert stand.names == ["East"]

    play(story)


def test_a_new_look_up_replaces_the_running_one_and_late_answers_are_dropped(play):
    async def story(stand: Stand) -> None:
        screen = await stand.open(East=[searched(record("1", **ADA)), searched(record("2", **ELSE))])
        stand.hold("East")
        stand.begin()
        await until(lambda: len(stand.providers["East"].asked) == 1, "the first is asked")
        stand.begin("Cleo Ames")
        stand.release("East")
        await stand.settled()
        assert screen.title.text() == "Name Cleo Ames"
        assert [row.lead.record.id for row in screen.table.contents.rows if row.lead] == ["2"]
        assert stand.words("East") == "1 found"

    play(story)


def test_another_look_up_shows_nothing_of_the_one_before(play):
    async def story(stand: Stand) -> None:
        screen = await stand.open(East=[searched(record("1", **FLAGGED), record("2", **ADA)), searched()])
        await stand.look_up()
        assert screen.notice.isVisible()
        assert screen.group.isVisible()
        stand.hold("East")
        stand.begin("Cleo Ames")
        await turns()
        assert not shows_rows(screen)
        assert not screen.notice.isVisible()
        assert not screen.group.isVisible()
        assert not screen.pane.is_showing_record
        stand.release("East")
        await stand.settled()
        assert not screen.pane.is_showing_record

    play(story)


def test_nobody_found_says_what_was_searched_and_widens_with_one_button(play):
    async def story(stand: Stand) -> None:
        wide = searched(record("1", **ADA), lacking="leads older than 730 days")
        screen = await stand.open(
            East=[searched(can_widen=True, lacking="leads older than 90 days"), wide],
            West=searched(),
            North=CANNOT,
        )
        await stand.look_up()
        assert "None found in what was searched" in said(screen)
        assert "Not searched: North (cannot search by phone)" in screen.coverage.text
        assert "North" not in said(screen), "the line below says it, once"
        assert "Not searched: leads older than 90 days" in screen.coverage.details.toPlainText()
        assert screen.coverage.details.isVisible(), "what exactly was searched is unfolded"
        await click(button(screen.state, "Search 730 days back"))
        await stand.settled()
        assert stand.names == ["East"]
        assert [asked.days for asked in stand.providers["East"].asked] == [90, 730]
        assert len(stand.providers["West"].asked) == 1, "who had searched all is not asked again"
        assert not screen.coverage.details.isVisible()
        assert not screen.coverage.widen_button.isVisible()

    play(story)


def test_who_is_not_found_further_back_either_is_said_with_the_days(play):
    async def story(stand: Stand) -> None:
        narrow = searched(can_widen=True, lacking="leads older than 90 days")
        screen = await stand.open(East=[narrow, searched(lacking="leads older than 730 days")], West=searched())
        await stand.look_up()
        assert (stand.words("East"), stand.words("West")) == ("none in 90 days", "none")
        await click(screen.coverage.widen_button)
        await stand.settled()
        assert (stand.words("East"), stand.words("West")) == ("none in 730 days", "none")
        assert screen.coverage.text == "Searched: East (730 days), West. 0 leads found."

    play(story)


def test_a_chip_opens_its_reason_and_the_remedy_works(play):
    async def story(stand: Stand) -> None:
        narrow = searched(can_widen=True, lacking="leads older than 90 days")
        screen = await stand.open(East=[narrow, searched(record("1", **ADA))], West=[SILENT, searched()])
        await stand.look_up()
        await click(stand.chip("East"))
        assert screen.reason.isVisible()
        assert "Not searched: leads older than 90 days" in screen.reason.text
        assert not screen.reason.account_button.isVisible()
        assert not screen.reason.again_button.isVisible()
        await press("Esc")
        assert not screen.reason.isVisible()
        await click(stand.chip("East"))
        assert screen.reason.widen_button.hasFocus(), "the remedy is one key away"
        QTest.keyClick(screen.reason.widen_button, Qt.Key.Key_Return)
        assert not screen.reason.isVisible()
        await stand.settled()
        assert stand.names == ["East"]

        stand.chip("West").setFocus()
        await press("Return")
        assert "h did not answer." in screen.reason.text
        await click(screen.reason.again_button)
        await stand.settled()
        assert stand.words("West") == "none"

    play(story)


def test_a_refused_key_leads_to_the_account_and_the_mended_account_is_asked_again(play):
    async def story(stand: Stand) -> None:
        screen = await stand.open(East=[REFUSED, searched(record("1", **ADA))], West=searched())
        wanted: list[Account] = []
        screen.account_wanted.connect(lambda account, _error: wanted.append(account))
        await stand.look_up()
        assert stand.words("East") == "key refused"
        await click(stand.chip("East"))
        assert "Open the account and enter another key." in screen.reason.text
        await click(screen.reason.account_button)
        (account,) = wanted
        assert account.name == "East"
        screen.ask_mended(account)
        await stand.settled()
        assert stand.names == ["East"]
        screen.ask_mended(account)
        await stand.settled()
        assert len(stand.providers["East"].asked) == 2, "who has answered is left alone"

    play(story)


def test_the_reason_that_is_open_follows_the_answer(play):
    async def story(stand: Stand) -> None:
        screen = await stand.open(East=searched())
        stand.hold("East")
        stand.begin()
        await turns()
        await click(stand.chip("East"))
        assert "The answer has not come yet." in screen.reason.text
        stand.release("East")
        await stand.settled()
        assert "Searched: all leads" in screen.reason.text
        await press("Esc")

    play(story)


def test_a_pause_is_counted_down_on_the_chip(play):
    async def story(stand: Stand) -> None:
        await stand.open(East=searched())
        stand.providers["East"].pause = Wait("h", 3, "the limit", 2)
        stand.hold("East")
        stand.begin()
        await until(lambda: stand.words("East") == "waiting 3 s", "the pause is said")
        await until(lambda: stand.words("East") == "waiting 2 s", "it is counted down")
        stand.release("East")
        await stand.settled()
        assert stand.words("East") == "none"

    play(story)


def test_a_contradiction_about_contacting_somebody_stands_above_the_rows(play):
    async def story(stand: Stand) -> None:
        screen = await stand.open(
            East=searched(record("1", **FLAGGED)), West=searched(record("2", **ADA), record("3", **ELSE))
        )
        await stand.look_up()
        assert screen.notice.isVisible()
        assert "East says: do not call. West does not say so." in screen.notice.accessibleName()
        assert screen.notice.y() < screen.table.mapTo(screen, screen.table.rect().topLeft()).y()
        screen.table.move_current(1)
        assert screen.notice.isVisible(), "it is the same person"
        screen.table.move_current(1)
        assert not screen.notice.isVisible(), "this one is another"
        assert not screen.group.isVisible()

    play(story)


def test_the_keyboard_goes_to_the_rows_when_they_come_and_on_into_the_record(play):
    async def story(stand: Stand) -> None:
        screen = await stand.open(East=searched(record("1", **ADA), record("2", **ELSE)))
        stand.box.take_keyboard()
        await type_text(PHONE)
        await press("Return")
        await stand.settled()
        assert screen.table.hasFocus()
        await press("Down")
        await press("Return")
        assert screen.pane.isAncestorOf(focused())
        assert screen.pane.header.title.text() == "Cleo Ames"
        await press("Alt+Up")
        await until(lambda: screen.pane.header.title.text() == "Ada Lovelace", "the lead above is read")
        await press("Esc")
        assert screen.table.hasFocus()
        await press("Ctrl+A")
        await press("Ctrl+C")
        assert len(QGuiApplication.clipboard().text().splitlines()) == 2
        assert "2 rows" in words_in(screen.coverage)

    play(story)


def test_rows_do_not_take_the_keyboard_from_somebody_who_types_on(play):
    async def story(stand: Stand) -> None:
        await stand.open(East=searched(record("1", **ADA)))
        stand.hold("East")
        stand.box.take_keyboard()
        await type_text(PHONE)
        await press("Return")
        await type_text("Cleo")
        stand.release("East")
        await stand.settled()
        assert stand.box.line.hasFocus()
        assert stand.box.line.text() == "Cleo"

    play(story)


def test_a_button_that_goes_away_leaves_the_keyboard_with_the_rows(play):
    async def story(stand: Stand) -> None:
        narrow = searched(can_widen=True, lacking="leads older than 90 days")
        screen = await stand.open(
            East=[narrow, searched(record("1", **ADA), can_widen=True), searched(record("1", **ADA))]
        )
        await stand.look_up()
        await click(button(screen.state, "Search 730 days back"))
        await stand.settled()
        assert screen.table.hasFocus()
        await click(screen.again_button)
        await stand.settled()
        assert screen.table.hasFocus()
        stand.hold("East")
        await click(screen.again_button)
        await click(screen.stop_button)
        assert focused() is screen.back_button, "there are no rows"

    play(story)


def test_tab_comes_by_every_part(play):
    async def story(stand: Stand) -> None:
        screen = await stand.open(
            East=searched(record("1", **FLAGGED), can_widen=True, lacking="x"), West=searched(record("2", **ADA))
        )
        await stand.look_up()
        stand.box.take_keyboard()
        seen = [focused()]
        for _ in range(40):
            await press("Tab")
            if focused() is seen[0]:
                break
            seen.append(focused())
        assert focused() is seen[0], "it goes round"
        for part in (stand.box.kind, screen.back_button, screen.again_button, *screen.chips.chips, screen.table,
                     screen.group.table, screen.coverage.widen_button, screen.coverage.details_button):  # fmt: skip
            assert part in seen, f"Tab leaves out {part.accessibleName() or part}"
        assert any(screen.pane.isAncestorOf(stop) for stop in seen)
        assert seen.index(screen.chips.chips[0]) < seen.index(screen.table) < seen.index(screen.group.table)

    play(story)


def test_without_accounts_nothing_is_asked(play):
    async def story(stand: Stand) -> None:
        screen = await stand.open()
        await stand.look_up()
        screen.widen()
        await stand.settled()
        assert screen.answers == ()
        assert "Nobody looked up yet" in said(screen)

    play(story)


def test_all_that_failed_is_no_nothing_found(play):
    async def story(stand: Stand) -> None:
        screen = await stand.open(East=SILENT, West=CANNOT)
        await stand.look_up()
        assert "Could not search" in said(screen)
        assert "None found" not in said(screen)

    play(story)


def test_a_fault_of_ours_in_one_account_is_said_on_its_chip_alone(play):
    async def story(stand: Stand) -> None:
        await stand.open(East=ValueError("lead data"), West=searched(record("1", **ADA)))
        await stand.look_up()
        assert stand.words("East") == "could not search"
        assert "lead data" not in stand.chip("East").accessibleDescription()
        assert stand.names == ["West"]

    play(story)
