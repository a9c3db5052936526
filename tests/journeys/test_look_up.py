"""Stories of somebody with a person on the phone: one box, all accounts of all vendors, over real sockets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QMessageBox

from leaddesk.demo.accounts import DEMO_ACCOUNTS, demo_app
from leaddesk.demo.person import Person
from leaddesk.demo.population import Population
from leaddesk.ui.accounts.account_dialog import AccountDialog
from leaddesk.ui.accounts.account_list import AccountList
from leaddesk.ui.look_up.chip import AccountChip
from leaddesk.ui.look_up.look_up_screen import LookUpScreen
from tests.journeys.conftest import ACCOUNT_NAME, SECRET, Stage, bytes_below
from tests.journeys.driving import (
    button,
    click,
    control,
    dialog,
    dialogs,
    entry,
    fill_in,
    focused,
    pick,
    press,
    turns,
    type_text,
    until,
    words_in,
)
from tests.stand_in import serve

VENDORS = {"leadexec", "leadsquared", "sharpspring", "lofty"}


@pytest.fixture(scope="session")
def four_urls(population: Population) -> Iterator[dict[str, str]]:
    """A stand-in of each vendor on a loopback socket, over the one population."""
    with ExitStack() as servers:
        yield {
            demo.provider: servers.enter_context(serve(demo_app(demo.provider, demo.name, population)))
            for demo in DEMO_ACCOUNTS
        }


async def open_with_all(stage: Stage, urls: dict[str, str]) -> None:
    """Start the program with an account of each vendor, for this run."""
    await stage.open()
    for demo in DEMO_ACCOUNTS:
        settings = {key: urls[demo.provider] if "server" in key else text for key, text in demo.settings.items()}
        secrets = {key: secret.reveal() for key, secret in demo.secrets.items()}
        await stage.desk.accounts.add(demo.name, demo.provider, settings | secrets, this_run_only=True)
    stage.window.begin()
    await turns()


def look_up_screen(stage: Stage) -> LookUpScreen:
    screen = stage.window.look_up.screen
    assert screen is not None, "nobody was looked up yet"
    return screen


async def look_up(stage: Stage, text: str) -> LookUpScreen:
    """Ctrl+K, the text, Enter; wait for all answers and for the record."""
    await press("Ctrl+K")
    await type_text(text)
    await press("Return")
    return await settled(stage)


async def settled(stage: Stage) -> LookUpScreen:
    screen = look_up_screen(stage)
    await until(lambda: not screen.is_busy, "all accounts have answered")
    await until(lambda: not screen.reader.is_busy, "the record is read")
    return screen


def chip(stage: Stage, name: str) -> AccountChip:
    return next(item for item in look_up_screen(stage).chips.chips if item.answer.account.name == name)


def everywhere(population: Population, remainder: int) -> Person:
    """Somebody who stands in all four systems; with 3, whom Lofty alone must not call."""
    return next(person for person in population.people[:12] if person.number % 7 == remainder)


def test_one_person_is_found_in_all_four_systems_and_the_contradiction_is_told_first(play, population, four_urls):
    async def story(stage: Stage) -> None:
        await open_with_all(stage, four_urls)
        person = everywhere(population, 3)
        phone = person.contact.phone
        screen = await look_up(stage, f"Tel: ({phone[:3]}) {phone[3:6]}-{phone[6:]}, after 5")
        assert f"taken for a phone number: +1 {phone[:3]} {phone[3:6]} {phone[6:]}" in stage.window.look_up.box.words
        if screen.coverage.widen_button.isVisible():
            await click(screen.coverage.widen_button)
            await settled(stage)
        assert [item.words for item in screen.chips.chips] == ["1 found"] * 4
        rows = [row for row in screen.table.contents.rows if row.lead is not None]
        assert {row.lead.record.provider for row in rows if row.lead} == VENDORS
        assert len({id(row.section) for row in rows}) == 1, "they stand under one heading"
        assert rows[0].section.heading.startswith("Same person: same phone")
        assert screen.notice.isVisible()
        assert "Demo Lofty" in screen.notice.accessibleName()
        assert "o not call" in screen.notice.accessibleName()
        assert set(screen.group.table.contents.headings) == {"Field", *(item.name for item in DEMO_ACCOUNTS)}
        assert screen.group.table.contents.rows[0][0].text == "Do not contact (differs)"

        assert screen.table.hasFocus(), "the keyboard is where the rows are"
        for row in rows:
            assert screen.table.chosen is row.lead
            await until(lambda: not screen.reader.is_busy, "the record is read")
            assert screen.pane.header.title.text() == person.full_name
            await press("Down")
        await press("Ctrl+A")
        await press("Ctrl+Shift+C")
        lines = QGuiApplication.clipboard().text().splitlines()
        assert lines[0].startswith("Account\tName\tDo not contact\tPhones")
        assert len(lines) == 5

    play(story)


def test_every_kind_of_text_finds_the_same_person(play, population, four_urls):
    async def story(stage: Stage) -> None:
        await open_with_all(stage, four_urls)
        person = everywhere(population, 1)
        for text in (person.contact.email, person.full_name):
            screen = await look_up(stage, text)
            found = {row.lead.record.provider for row in screen.table.contents.rows if row.lead is not None}
            assert {"leadsquared", "lofty"} <= found, text
        found_ids = [row.lead.record.id for row in screen.table.contents.rows if row.lead is not None]
        screen = await look_up(stage, f"id {found_ids[-1]}" if found_ids[-1].isdigit() else found_ids[-1])
        assert stage.window.look_up.box.words.startswith("taken for an id")
        assert found_ids[-1] in [row.lead.record.id for row in screen.table.contents.rows if row.lead is not None]

    play(story)


def test_somebody_whom_nobody_has_is_not_said_to_not_exist(play, four_urls):
    async def story(stage: Stage) -> None:
        await open_with_all(stage, four_urls)
        screen = await look_up(stage, "nobody.at.all@example.com")
        assert "None found" in words_in(screen.state)
        assert "Searched:" in screen.coverage.text
        details = screen.coverage.details.toPlainText()
        assert screen.coverage.details.isVisible()
        for demo in DEMO_ACCOUNTS:
            assert demo.name in details
        assert "Not searched: leads older than 90 days" in details
        await click(button(screen.state, "Search 730 days back"))
        await settled(stage)
        assert "leads older than 90 days" not in screen.coverage.details.toPlainText()

    play(story)


def test_the_box_is_one_key_away_and_the_search_is_as_it_was(play):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        await stage.search()
        shown, box = stage.screen.shown, window.look_up.box
        stage.screen.pane.focus_record()
        for place in (stage.screen.table.grid, control(window, QLineEdit, "Narrow the loaded rows"), focused()):
            place.setFocus()
            await press("Ctrl+K")
            assert box.line.hasFocus()
        await press("Esc")
        assert stage.screen.table.grid.hasFocus(), "Esc leaves the box"

        await look_up(stage, "Nobody Whatsoever")
        assert not stage.screen.isVisible()
        for menu, words in (("File", "Export"), ("Search", "Search"), ("Search", "Save as"), ("View", "Columns")):
            assert not entry(window, menu, words).isEnabled(), f"“{words}” would work on what is not seen"
        for keys in ("Ctrl+E", "Ctrl+S", "Ctrl+Shift+L", "Ctrl+G", "Alt+PgDown"):
            await press(keys)
        assert dialogs() == []
        await press("Esc")
        assert stage.screen.isVisible()
        assert stage.screen.shown is shown
        assert stage.screen.table.grid.hasFocus()
        assert entry(window, "File", "Export").isEnabled()
        assert entry(window, "Search", "Save as").isEnabled()
        await press("F1")
        assert "Ctrl+K" in words_in(await dialog(QMessageBox))
        await press("Esc")

    play(story)


def test_f5_and_escape_belong_to_what_is_seen(play, stand_in):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        await stage.search()
        shown = stage.screen.shown
        screen = await look_up(stage, "Nobody Whatsoever")
        stand_in.faults.delay_seconds = 30
        await press("F5")
        assert screen.is_waiting, "the look-up is asked again"
        assert chip(stage, ACCOUNT_NAME).words == "searching"
        assert entry(window, "Search", "Stop waiting").isEnabled()
        assert stage.screen.shown is shown
        await press("Esc")
        await until(lambda: chip(stage, ACCOUNT_NAME).words == "stopped", "it is stopped")
        assert screen.isVisible(), "the first Esc stops, the second goes back"
        assert not entry(window, "Search", "Stop waiting").isEnabled()
        screen.setFocus()
        await press("Ctrl+K")
        await press("Esc")
        assert stage.screen.isVisible()

    play(story)


def test_a_look_up_does_not_wait_for_a_silent_account_and_goes_on_when_one_goes_back(
    play, stand_in, population, four_urls
):
    async def story(stage: Stage) -> None:
        await open_with_all(stage, four_urls)
        await stage.desk.accounts.add("Silent", "leadexec", stage.account_input(), this_run_only=True)
        stand_in.faults.delay_seconds = 1.5
        await press("Ctrl+K")
        await type_text(everywhere(population, 1).contact.phone)
        await press("Return")
        screen = look_up_screen(stage)
        names = [demo.name for demo in DEMO_ACCOUNTS]
        await until(lambda: all("found" in chip(stage, name).words for name in names), "all others have answered")
        await until(lambda: bool(screen.table.contents.rows), "their rows are there")
        assert chip(stage, "Silent").words == "searching"
        await click(button(stage.window, "Back to the search"))
        assert stage.screen.isVisible()
        assert screen.is_waiting
        stand_in.faults.delay_seconds = 0
        await until(lambda: not screen.is_waiting, "it went on by itself")

    play(story)


def test_a_refused_key_is_mended_from_its_chip(play, stand_in):
    async def story(stage: Stage) -> None:
        await stage.add_account("Wrong", client_secret="not-the-right-secret")
        window = await stage.open()
        await look_up(stage, "Nobody Whatsoever")
        assert chip(stage, "Wrong").words == "key refused"
        assert "Could not search" in words_in(look_up_screen(stage).state)
        await click(chip(stage, "Wrong"))
        panel = look_up_screen(stage).reason
        await click(button(panel, "Open the account"))
        opened = await dialog(AccountDialog)
        assert control(opened, QLineEdit, "Account name, required").text() == "Wrong"
        await fill_in(control(opened, QLineEdit, "Client secret, required"), SECRET)
        await click(button(opened, "Save"))
        await until(lambda: not dialogs(AccountDialog), "the dialog is gone")
        await until(lambda: chip(stage, "Wrong").words == "none in 90 days", "it is asked again by itself")
        assert window.look_up_in_view is not None, "one is where one was"

    play(story)


def test_what_was_looked_up_is_kept_nowhere(play, stand_in, profile_folder):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        await look_up(stage, "ada.lovelace.7@example.com")
        await look_up(stage, "Ada Lovelace-Seven")
        await press("Ctrl+K")
        await press("Up")
        assert window.look_up.box.line.text() == "ada.lovelace.7@example.com"
        await stage.close()
        kept = bytes_below(profile_folder)
        assert b"look-up splitter" in kept, "the profile was written"
        assert b"lovelace" not in kept.lower()
        window = await stage.restart()
        await press("Ctrl+K")
        await press("Up")
        assert window.look_up.box.line.text() == ""

    play(story)


def test_without_an_account_there_is_nothing_to_look_people_up_in(play):
    async def story(stage: Stage) -> None:
        window = await stage.open()
        assert not window.look_up.box.isVisible()
        assert not entry(window, "Search", "Look up a person").isEnabled()
        await stage.desk.accounts.add(ACCOUNT_NAME, "leadexec", stage.account_input(), this_run_only=True)
        window.begin()
        assert window.look_up.box.isVisible()
        await look_up(stage, "Nobody Whatsoever")
        await press("Ctrl+Shift+P")
        opened = await dialog(AccountList)
        await click(button(opened, "Remove"))
        await click(button(await dialog(QMessageBox), "Remove"))
        await until(lambda: stage.desk.accounts.list() == (), "the account is gone")
        await press("Esc")
        await until(window.welcome.isVisible, "what a newcomer sees")
        assert not window.look_up.box.isVisible()

    play(story)


def test_what_it_is_taken_for_is_changed_with_the_mouse_and_a_wrong_one_is_marked(play):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        box = window.look_up.box
        await fill_in(box.line, "12")
        await pick(box.kind, "Phone")
        await click(box.button)
        assert "could be dialled" in box.problem
        assert window.look_up.screen is None, "nothing was asked"
        await pick(box.kind, "Id")
        assert box.words == "looked up as an id: 12"
        await click(box.button)
        await settled(stage)
        assert look_up_screen(stage).title.text() == "Id 12"

    play(story)
