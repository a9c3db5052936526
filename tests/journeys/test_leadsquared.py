"""Stories about LeadSquared: leads not contacted, a column of ids, its limit however it is told, the right region."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit

from leaddesk.demo.leadsquared import BY_IDS_PATH, DEMO_KEYS, NOT_CONTACTED_PATH, leadsquared_app
from leaddesk.demo.leadsquared_faults import KeysRefused, LeadSquaredFaults, LimitCarrier
from leaddesk.demo.population import Population
from leaddesk.ui.accounts.account_dialog import AccountDialog
from leaddesk.ui.results.table_state import StateKind
from tests.journeys.conftest import Story, player
from tests.journeys.driving import (
    button,
    click,
    control,
    dialog,
    dialogs,
    fill_in,
    pick,
    press,
    type_text,
    until,
    words_in,
)
from tests.journeys.exported import column, opened_export, sheet, tells, write_to
from tests.journeys.vendor_stage import Vendor, VendorStage, reset, serve_vendor

TYPED = {"access_key": DEMO_KEYS.access_key.reveal(), "secret_key": DEMO_KEYS.secret_key.reveal()}
LEADS = 900
UNKNOWN_ID = "01234567-89ab-cdef-0123-456789abcdef"
SECRET_LINE = "Secret key, required"


@pytest.fixture(scope="module")
def served(population: Population) -> Iterator[Vendor]:
    faults = LeadSquaredFaults()
    with serve_vendor("leadsquared", leadsquared_app, faults, TYPED, population=population, lead_count=LEADS) as vendor:
        yield vendor


@pytest.fixture
def vendor(served: Vendor) -> Iterator[Vendor]:
    yield served
    reset(served)


@pytest.fixture
def play(qapp: QApplication, keyring_session: object, vendor: Vendor, profile_folder: Path) -> Callable[[Story], None]:
    del keyring_session
    return player(qapp, vendor, profile_folder, VendorStage)


def report_bodies(vendor: Vendor) -> list[dict[str, Any]]:
    return [call.body for call in vendor.calls(NOT_CONTACTED_PATH)]


def test_leads_of_a_stage_that_nobody_called_are_found_read_whole_narrowed_and_exported(play, vendor, tmp_path: Path):
    async def story(stage: VendorStage) -> None:
        window = await stage.open_with_account()
        filters, activities = stage.editor("lead_filters"), stage.editor("activity_filters")
        await click(filters.add_button)
        await type_text("Lead Stage")
        await press("Return")
        await fill_in(filters.rows[0].values.line, "Prospect")
        await click(activities.add_button)
        await fill_in(activities.rows[0].values.line, "Outbound phone call")
        await press("Return")
        await stage.search_now()
        asked = report_bodies(vendor)[0]["ReportFilter"]
        (filtered,), (missing,) = asked["LeadFilters"], asked["ActivityFilters"]
        assert (filtered["LookUpName"], filtered["LookUpValues"]) == ("ProspectStage", ["Prospect"])
        assert (missing["SqlOperator"], missing["LookUpValues"]) == ("in", ["22"]), "the code of “Outbound phone call”"
        assert {record.values()["ProspectStage"] for record in stage.records} == {"Prospect"}

        row = next(n for n, r in enumerate(stage.records) if r.values().get("ProspectActivityDate_Max"))
        stage.screen.table.select_row(row)
        await stage.record_read()
        assert "Job Title" in stage.tab_words("fields"), "the lead has all its fields"
        assert len(stage.tab_words("timeline").splitlines()) > 2, "its activities fill the timeline"

        await press("Ctrl+F")
        await type_text(str(stage.current.values()["LastName"]))
        assert 0 < stage.screen.model.rowCount() < stage.screen.model.loaded_count
        await press("Esc")

        total = stage.shown.page.total.count
        opened = await opened_export(stage, "Ctrl+Shift+E")
        await click(opened.form.all_columns)
        await write_to(opened, tmp_path / "prospects.xlsx")
        await until(lambda: tells(opened, f"{total:,} leads written"), "the file is written")
        rows = sheet(tmp_path / "prospects.xlsx")
        ids = set(column(rows, "lead id"))
        assert len(ids) == len(rows) - 1 == total
        assert {record.id for record in stage.records} <= ids
        phones = column(rows, "phone", "phone number")
        assert all(isinstance(phone, str) for phone in phones)
        await press("Esc")
        assert window.isVisible()

    play(story)


def test_pages_are_turned_and_an_order_within_the_page_is_said(play, vendor):
    async def story(stage: VendorStage) -> None:
        window = await stage.open_with_account()
        await stage.search_now()
        total = stage.shown.page.total.count
        assert 100 < total < LEADS
        seen = [record.id for record in stage.records]
        while stage.shown.page.next is not None:
            offset = stage.shown.page.next.offset
            await click(button(window, "Next page"))
            await until(lambda offset=offset: stage.shown.page.start.offset == offset, "the next page is shown")
            seen += [record.id for record in stage.records]
        assert len(seen) == len(set(seen)) == total
        stage.screen.table.ask_for_sort("LastName", descending=False)
        await until(lambda: "this page sorted" in control(window, QLabel, "Status").text(), "it is said who sorted")
        names = [str(record.values().get("LastName") or "") for record in stage.records]
        assert names == sorted(names, key=str.casefold)

    play(story)


@pytest.mark.parametrize("carrier", list(LimitCarrier))
def test_the_limit_is_counted_down_however_it_is_told_and_then_the_rows_come(
    play, vendor: Vendor, carrier: LimitCarrier
):
    async def story(stage: VendorStage) -> None:
        await stage.open_with_account()
        vendor.faults.limit, vendor.faults.limit_carrier = (25, 1.0), carrier
        vendor.faults.next_statuses = [429]
        await click(stage.screen.form.search_button)
        await until(lambda: stage.waiting_words.startswith("Waiting 2 s"), "the wait is shown")
        assert "LeadSquared’s limit of 25 calls in 1 seconds is reached" in stage.waiting_words
        assert stage.screen.shown is None
        await until(lambda: stage.screen.shown is not None, "after the pause the rows are there")
        assert stage.screen.model.loaded_count == 100
        await stage.record_read()
        assert stage.waiting_words == ""

    play(story)


def test_a_pasted_column_is_counted_before_it_is_sent_and_the_ids_not_found_are_listed(play, vendor):
    async def story(stage: VendorStage) -> None:
        await stage.open_with_account()
        await stage.search_now()
        ids = [record.id for record in stage.records[:30]]
        await stage.choose("Leads by id")
        calls = len(vendor.calls())
        box = control(stage.screen.form, QPlainTextEdit, "Lead ids, required")
        QApplication.clipboard().setText("\n".join(["ProspectID", *ids, "", "  ", ids[3], UNKNOWN_ID]))
        await click(box.viewport())
        await press("Ctrl+V")
        words = stage.editor("LeadIds")
        await until(
            lambda: words.words == "31 ids; left out: 1 repeated, 1 no id (“ProspectID”).", "the ids are counted"
        )
        assert len(vendor.calls()) == calls, "nothing was sent"
        await stage.search_now()
        lists = [call.body["SearchParameters"]["LeadIds"] for call in vendor.calls(BY_IDS_PATH)]
        assert [ids for ids in lists if len(ids) > 1] == [[*ids, UNKNOWN_ID]], (
            "one call; a single id reads a lead whole"
        )
        assert {record.id for record in stage.records} == set(ids)
        assert f"1 of 31 ids was not found: {UNKNOWN_ID}" in words_in(stage.screen.notice)

    play(story)


def test_figures_are_a_table_and_bars(play, vendor):
    async def story(stage: VendorStage) -> None:
        await stage.open_with_account()
        await pick(stage.editor("Type").combo, "Figures by a field")
        await stage.lists_loaded()
        for key, words in (("GroupBy", "Lead Stage"), ("AggregateFunction", "Count"), ("AggregateField", "Lead ID")):
            await pick(stage.editor(key).combo, next(t for t in texts(stage.editor(key).combo) if t.startswith(words)))
        await stage.search_now()
        asked = report_bodies(vendor)[-1]
        assert "ProspectStage" in str(asked)
        bars = stage.screen.chart.canvas.accessibleName()
        assert stage.screen.chart.isVisible()
        stages = [str(record.values()["ProspectStage"]) for record in stage.records]
        assert "Prospect" in stages
        assert all(name in bars for name in stages if name)

    play(story)


def texts(combo: QComboBox) -> list[str]:
    return [combo.itemText(place) for place in range(combo.count())]


def test_a_wrong_key_is_told_and_the_right_one_brings_the_rows(play, vendor):
    async def story(stage: VendorStage) -> None:
        await stage.add_account(secret_key="wrong")
        window = await stage.open()
        await stage.try_search()
        assert stage.state is StateKind.COULD_NOT_SEARCH
        assert "refused" in words_in(stage.screen.table)
        assert "wrong" not in words_in(window)
        opened = await stage.open_refused_account()
        await fill_in(control(opened, QLineEdit, SECRET_LINE), TYPED["secret_key"])
        await click(button(opened, "Save"))
        await until(lambda: not dialogs(AccountDialog), "the account is kept")
        await stage.search_now()
        assert stage.screen.model.loaded_count == 100

    play(story)


def test_testing_an_account_of_another_region_finds_the_right_server(play, vendor, population):
    async def story(stage: VendorStage) -> None:
        host = vendor.url.removeprefix("http://")
        elsewhere = LeadSquaredFaults(keys_refused=KeysRefused.OTHER_REGION, region_host=host)
        with serve_vendor("leadsquared", leadsquared_app, elsewhere, TYPED, population=population) as wrong:
            account = await stage.add_account(server=wrong.url)
            window = await stage.open()
            window.mend_account(account)
            opened = await dialog(AccountDialog)
            await click(button(opened, "Test"))
            await until(lambda: opened.report.mend_button is not None, "another server is offered")
            assert host in opened.report.text
            offer = opened.report.mend_button
            assert offer is not None
            await click(offer)
            await until(lambda: "This account works" in opened.report.text, "it works there")
            assert opened.draft().values["server"] == vendor.url
            await click(button(opened, "Save"))
            await until(lambda: not dialogs(AccountDialog), "the account is kept")
            await stage.lists_loaded()
            await stage.search_now()
            assert stage.screen.model.loaded_count == 100
            assert vendor.calls(NOT_CONTACTED_PATH)
            await stage.close()

    play(story)
