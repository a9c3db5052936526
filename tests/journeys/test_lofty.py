"""Stories about Lofty: leads by stage and tag, ten calls a minute, a token of the wrong kind, filters it ignores."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit

from leaddesk.demo.lofty import DEMO_TOKENS, LEADS_PATH, lofty_app
from leaddesk.demo.lofty_faults import LoftyFaults, Reset
from leaddesk.demo.population import Population
from leaddesk.ui.accounts.account_dialog import AccountDialog
from leaddesk.ui.results.table_state import StateKind
from tests.journeys.conftest import Story, player
from tests.journeys.driving import (
    button,
    click,
    control,
    dialogs,
    fill_in,
    press,
    turns,
    type_text,
    until,
    words_in,
)
from tests.journeys.exported import opened_export, tells, write_to
from tests.journeys.vendor_stage import Vendor, VendorStage, reset, serve_vendor

TYPED = {"token": DEMO_TOKENS.api_key.reveal(), "token_kind": "api_key"}
LEADS = 330


@pytest.fixture(scope="module")
def served(population: Population) -> Iterator[Vendor]:
    faults = LoftyFaults()
    with serve_vendor("lofty", lofty_app, faults, TYPED, population=population, lead_count=LEADS) as vendor:
        yield vendor


@pytest.fixture
def vendor(served: Vendor) -> Iterator[Vendor]:
    """Its answers tell of a hundred calls a minute, unless a story says otherwise."""
    served.faults.rate_headers = True
    yield served
    reset(served)


@pytest.fixture
def play(qapp: QApplication, keyring_session: object, vendor: Vendor, profile_folder: Path) -> Callable[[Story], None]:
    del keyring_session
    return player(qapp, vendor, profile_folder, VendorStage)


async def type_tag(stage: VendorStage, key: str, text: str) -> None:
    """Type a value where several can be given."""
    await fill_in(stage.editor(key).tags.line, text)
    await press("Return")


def test_leads_of_a_stage_and_a_tag_are_found_paged_and_one_is_read_whole_on_request(play, vendor):
    async def story(stage: VendorStage) -> None:
        window = await stage.open_with_account()
        await stage.search_now()
        seen = [record.id for record in stage.records]
        while stage.shown.page.next is not None:
            before = stage.shown.page
            await click(button(window, "Next page"))
            await until(lambda before=before: stage.shown.page is not before, "the next page is shown")
            seen += [record.id for record in stage.records]
        assert len(seen) == len(set(seen)) == LEADS

        await type_tag(stage, "stage", "New Leads")
        await type_tag(stage, "anyTags", "VIP")
        await stage.search_now()
        values = [record.values() for record in stage.records]
        assert values
        assert {row["stage"] for row in values} == {"New Leads"}
        assert all("VIP" in {tag["tagName"] for tag in row["tags"]} for row in values)
        assert stage.screen.notice.isHidden(), "both filters were kept to"

        calls = len(vendor.calls())
        notice = stage.screen.pane.notice
        assert "calls are scarce" in words_in(notice)
        await turns(30)
        assert len(vendor.calls()) == calls, "choosing a row costs no call"
        await click(button(notice, "Read everything"))
        await stage.record_read()
        assert len(vendor.calls()) > calls
        await until(notice.isHidden, "nothing more is offered")
        assert len(stage.tab_words("timeline").splitlines()) > 3

    play(story)


def test_who_must_not_be_called_is_told_first_and_in_words(play, vendor):
    async def story(stage: VendorStage) -> None:
        await stage.open_with_account()
        await stage.search_now()
        row = next(n for n, record in enumerate(stage.records) if record.values()["cannotCall"])
        stage.screen.table.select_row(row)
        await stage.record_read()
        first = next(filter(None, stage.tab_words("summary").splitlines()))
        assert first == "Do not call: Lofty marks this lead as not to be called."
        rules = stage.tab_words("contact").splitlines()
        assert any(line.startswith("Do not call") and "| yes |" in line for line in rules), rules

    play(story)


def test_ten_calls_a_minute_are_kept_counted_down_and_the_wait_can_be_cancelled(play, vendor):
    async def story(stage: VendorStage) -> None:
        vendor.faults.rate_headers = False
        window = await stage.open_with_account()
        await stage.search_now()
        while not stage.waiting_words:
            shown = stage.screen.shown
            await click(stage.screen.form.search_button)
            await until(lambda shown=shown: stage.screen.shown is not shown or stage.waiting_words, "rows, or a wait")
            assert len(vendor.calls()) <= 10
        assert "the provider allows 10 calls in 60 seconds" in stage.waiting_words
        assert len(vendor.calls()) == 10
        seconds = int(stage.waiting_words.split()[1])
        assert 50 < seconds <= 62
        await until(lambda: f"Waiting {seconds - 1} s" in stage.waiting_words, "it is counted down")
        rows = stage.records
        await click(button(window, "Cancel waiting"))
        await until(lambda: not stage.screen.form.is_busy and not stage.waiting_words, "the wait is over")
        assert stage.records == rows, "what was there stays"
        await turns(20)
        assert len(vendor.calls()) == 10

    play(story)


@pytest.mark.parametrize("reset_as", list(Reset))
def test_a_limit_that_was_hit_is_waited_for_as_its_headers_say(play, vendor: Vendor, reset_as: Reset):
    async def story(stage: VendorStage) -> None:
        await stage.open_with_account()
        vendor.faults.reset_as, vendor.faults.window_seconds = reset_as, 3
        vendor.faults.next_statuses = [429]
        await click(stage.screen.form.search_button)
        await until(lambda: "Lofty’s limit is reached" in stage.waiting_words, "the wait is shown")
        assert stage.screen.shown is None
        await until(lambda: stage.screen.shown is not None, "after the pause the rows are there", seconds=30)
        assert stage.screen.model.loaded_count == 100
        assert stage.waiting_words == ""

    play(story)


def test_an_api_key_used_as_an_oauth_token_is_recognised_and_one_button_mends_it(play, vendor):
    async def story(stage: VendorStage) -> None:
        await stage.add_account(token_kind="oauth")
        window = await stage.open()
        await stage.try_search()
        assert stage.state is StateKind.COULD_NOT_SEARCH
        assert "probably an API key" in words_in(stage.screen.table)
        opened = await stage.open_refused_account()
        offer = opened.report.mend_button
        assert offer is not None
        assert offer.text() == "Switch to API key"
        await click(offer)
        await until(lambda: "This account works" in opened.report.text, "it works as an API key")
        assert control(opened, QComboBox, "Kind of token").currentText() == "API key"
        await click(button(opened, "Save"))
        await until(lambda: not dialogs(AccountDialog), "the account is kept")
        await stage.lists_loaded()
        await stage.search_now()
        assert stage.screen.model.loaded_count == 100
        assert vendor.calls()[-1].headers["authorization"].startswith("token ")
        assert TYPED["token"] not in words_in(window)

    play(story)


def test_a_wrong_token_is_told_and_the_right_one_brings_the_rows(play, vendor):
    async def story(stage: VendorStage) -> None:
        await stage.add_account(token="no-such-token")
        window = await stage.open()
        await stage.try_search()
        assert stage.state is StateKind.COULD_NOT_SEARCH
        assert "refused" in words_in(stage.screen.table)
        assert "no-such-token" not in words_in(window)
        opened = await stage.open_refused_account()
        await fill_in(control(opened, QLineEdit, "Token, required"), TYPED["token"])
        await click(button(opened, "Save"))
        await until(lambda: not dialogs(AccountDialog), "the account is kept")
        await stage.search_now()
        assert stage.screen.model.loaded_count == 100

    play(story)


def test_a_filter_that_was_ignored_and_a_stage_that_is_none_are_said(play, vendor):
    async def story(stage: VendorStage) -> None:
        await stage.open_with_account()
        vendor.faults.ignored_parameters = {"stage"}
        await type_tag(stage, "stage", "New Leads")
        await stage.search_now()
        assert len({record.values()["stage"] for record in stage.records}) > 1
        told = words_in(stage.screen.notice)
        assert "Stage" in told, told
        assert "ignored" in told, told

        vendor.faults.ignored_parameters = set()
        await type_tag(stage, "stage", "Gone Fishing")
        await stage.try_search()
        told = words_in(stage.screen.notice)
        assert "There is no stage “Gone Fishing”" in told
        assert "The stages are: New Leads, " in told

    play(story)


def test_all_leads_are_in_the_file_whole(play, vendor, tmp_path: Path):
    async def story(stage: VendorStage) -> None:
        window = await stage.open_with_account()
        await stage.search_now()
        await press("Ctrl+F")
        await type_text("New Leads")
        narrowed = stage.screen.model.rowCount()
        assert 0 < narrowed < 100
        await press("Esc")
        opened = await opened_export(stage, "Ctrl+Shift+E")
        await write_to(opened, tmp_path / "leads.jsonl", "JSON Lines (.jsonl)")
        await until(lambda: tells(opened, f"{LEADS} leads written"), "the file is written")
        lines = [json.loads(line) for line in (tmp_path / "leads.jsonl").read_text("utf-8").splitlines()]
        assert len({line["id"] for line in lines}) == LEADS
        assert all(line["raw"]["leadId"] for line in lines)
        assert sum(call.path == LEADS_PATH for call in vendor.calls()) <= 8
        await press("Esc")
        assert "calls of this minute used" in control(window, QLabel, "Status").text()

    play(story)
