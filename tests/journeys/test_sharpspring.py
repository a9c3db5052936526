"""Stories about SharpSpring: no lead missed behind its cap of 500, conditions it ignores, lists, a lead's timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit

from leaddesk.demo.population import Population
from leaddesk.demo.sharpspring import DEMO_KEYS, sharpspring_app
from leaddesk.demo.sharpspring_faults import KeyRefusal, SharpSpringFaults, UnknownWhere
from leaddesk.demo.sharpspring_leads import arrange_leads
from leaddesk.domain.form_state import FormState
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
    type_text,
    until,
    words_in,
)
from tests.journeys.exported import column, opened_export, sheet, tells, write_to
from tests.journeys.vendor_stage import Vendor, VendorStage, reset, serve_vendor

TYPED = {"account_id": DEMO_KEYS.account_id.reveal(), "secret_key": DEMO_KEYS.secret_key.reveal()}
LEADS = 720
NOBODY = "999999999999"
ALL_DATES = {"startDate": "2020-01-01T00:00:00Z", "endDate": "2035-01-01T00:00:00Z", "timestamp": "create"}


@pytest.fixture(scope="module")
def served(population: Population) -> Iterator[Vendor]:
    faults = SharpSpringFaults()
    with serve_vendor("sharpspring", sharpspring_app, faults, TYPED, population=population, lead_count=LEADS) as vendor:
        yield vendor


@pytest.fixture(scope="module")
def active_ids(population: Population) -> set[str]:
    """The leads that lists hold: the vendor leaves deactivated ones out."""
    return {str(row.id) for row in arrange_leads(population, LEADS) if row.is_active}


@pytest.fixture
def vendor(served: Vendor) -> Iterator[Vendor]:
    yield served
    reset(served)


@pytest.fixture
def play(qapp: QApplication, keyring_session: object, vendor: Vendor, profile_folder: Path) -> Callable[[Story], None]:
    del keyring_session
    return player(qapp, vendor, profile_folder, VendorStage)


def methods(vendor: Vendor) -> list[str]:
    return [call.body["method"] for call in vendor.calls()]


def test_leads_are_paged_read_with_their_timeline_and_sorted_within_the_page(play, vendor):
    async def story(stage: VendorStage) -> None:
        window = await stage.open_with_account()
        await stage.search_now()
        assert stage.screen.model.loaded_count == 250
        assert "of 50,000 calls used today" in control(window, QLabel, "Status").text()
        first = [record.id for record in stage.records]
        timeline = stage.tab_words("timeline")
        assert "Form submitted" in timeline or "E-mail" in timeline
        assert "getLeadTimeline" in methods(vendor)

        await click(button(window, "Next page"))
        await until(lambda: stage.shown.page.start.offset == 250, "the second page is shown")
        assert not set(first) & {record.id for record in stage.records}
        stage.screen.table.ask_for_sort("lastName", descending=False)
        await until(lambda: "this page sorted" in control(window, QLabel, "Status").text(), "it is said who sorted")
        await press("Ctrl+F")
        await type_text(str(stage.records[0].values()["lastName"]))
        assert 0 < stage.screen.model.rowCount() < 250
        assert not {name for name in methods(vendor) if not name.startswith("get")}, "nothing but reading"

    play(story)


@pytest.mark.parametrize("fault", ["range_offset_ignored", "range_paging_refused"])
def test_no_lead_is_missed_behind_the_cap_of_500(play, vendor, active_ids: set[str], fault: str, tmp_path: Path):
    async def story(stage: VendorStage) -> None:
        setattr(vendor.faults, fault, True)
        await stage.open_with_account()
        await stage.choose("Leads by date")
        stage.screen.form.set_form_state(FormState(ALL_DATES, "custom", 500))
        await stage.search_now()
        opened = await opened_export(stage, "Ctrl+Shift+E")
        await click(opened.form.all_columns)
        await write_to(opened, tmp_path / "leads.xlsx")
        await until(lambda: tells(opened, f"{len(active_ids):,} leads written"), "all leads are in the file")
        rows = sheet(tmp_path / "leads.xlsx")
        ids = column(rows, "id", "sharpspring id")
        assert set(ids) == active_ids
        assert len(ids) == len(active_ids) > 500
        asked = [call.body["params"] for call in vendor.calls() if call.body["method"] == "getLeadsDateRange"]
        assert len({(params["startDate"], params["endDate"]) for params in asked}) > 1, "the range was split"

    play(story)


def test_a_condition_that_was_ignored_is_said(play, vendor):
    async def story(stage: VendorStage) -> None:
        vendor.faults.unknown_where = UnknownWhere.IGNORED
        await stage.open_with_account()
        await stage.search_now()
        name = str(stage.records[0].values()["lastName"])
        conditions = stage.editor("where")
        await click(conditions.add_button)
        await type_text("lastName")
        await press("Esc")
        await fill_in(conditions.rows[0].value, name)
        await stage.search_now()
        assert {record.values()["lastName"] for record in stage.records} == {name}
        told = words_in(stage.screen.notice)
        assert "SharpSpring ignored the condition on lastName" in told
        assert "did not match and were left out" in told

    play(story)


def test_lists_of_pasted_leads_are_shown_and_those_without_any_are_named(play, vendor):
    async def story(stage: VendorStage) -> None:
        window = await stage.open_with_account()
        await stage.search_now()
        ids = [record.id for record in stage.records[:120]]
        await stage.choose("List memberships")
        QApplication.clipboard().setText("\r\n".join(["Id", *ids, ids[0], NOBODY]))
        await click(control(stage.screen.form, QPlainTextEdit, "Lead ids, required").viewport())
        await press("Ctrl+V")
        await until(lambda: stage.editor("memberIDs").words.startswith("121 ids; left out: 1 repeated"), "counted")
        await stage.search_now()
        assert methods(vendor).count("getLeadListMemberships") >= 2, "a hundred at a time"
        told = words_in(stage.screen.notice)
        seen = {str(record.values()["memberID"]) for record in stage.records}
        while stage.shown.page.next is not None:
            before = stage.shown
            await click(button(window, "Next page"))
            await until(lambda before=before: stage.shown is not before, "the next page is shown")
            told += words_in(stage.screen.notice)
            seen |= {str(record.values()["memberID"]) for record in stage.records}
        assert seen <= set(ids)
        assert [lead_id for lead_id in (*ids, NOBODY) if lead_id not in seen and lead_id not in told] == []

    play(story)


def test_a_wrong_key_is_told_however_it_is_refused_and_the_right_one_brings_the_rows(play, vendor):
    async def story(stage: VendorStage) -> None:
        vendor.faults.key_refusal = KeyRefusal.ENVELOPE
        await stage.add_account(secret_key="wrong-secret")
        window = await stage.open()
        await stage.try_search()
        assert stage.state is StateKind.COULD_NOT_SEARCH
        assert "refused" in words_in(stage.screen.table)
        assert "wrong-secret" not in words_in(window)
        opened = await stage.open_refused_account()
        await fill_in(control(opened, QLineEdit, "Secret key, required"), TYPED["secret_key"])
        await click(button(opened, "Save"))
        await until(lambda: not dialogs(AccountDialog), "the account is kept")
        await stage.search_now()
        assert stage.screen.model.loaded_count == 250
        assert TYPED["secret_key"] not in words_in(window)

    play(story)
