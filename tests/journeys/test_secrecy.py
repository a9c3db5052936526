"""After a whole journey with logging at DEBUG no secret and no lead stands in any file but those that were exported."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit

from leaddesk.demo.leadexec import DEMO_CREDENTIAL
from leaddesk.logs import start_logging, stop_logging
from leaddesk.ui.accounts.account_dialog import AccountDialog
from leaddesk.ui.export.export_dialog import ExportDialog
from tests.journeys.conftest import SECRET, Stage, bytes_below
from tests.journeys.driving import button, click, control, dialog, dialogs, fill_in, pick, press, until
from tests.journeys.test_accounts import fill_in_account

WRONG = "canary-of-a-wrong-secret-7f3a"


def test_no_secret_and_no_lead_is_written_anywhere(
    play, stand_in, profile_folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    people: set[str] = set()

    async def story(stage: Stage) -> None:
        window = await stage.open()
        await click(button(window, "Add an account"))
        opened = await dialog(AccountDialog)
        await fill_in_account(opened, stand_in.url, WRONG)
        await click(button(opened, "Test"))
        await until(lambda: "refused" in opened.report.text, "the key is refused")
        await fill_in(control(opened, QLineEdit, "Client secret, required"), SECRET)
        await click(button(opened, "Save"))
        await until(lambda: not dialogs(AccountDialog), "the account is kept")
        await stage.lead_types_loaded()
        for title in ("Leads", "Inbound pings", "Outbound pings"):
            await pick(stage.screen.picker.search, title)
            await stage.lead_types_loaded()
            await stage.search()
            for row in range(0, 100, 20):
                stage.screen.table.select_row(row)
                await stage.record_read()
                for key in stage.screen.pane.tab_keys():
                    stage.screen.pane.select_tab(key)
            for record in stage.screen.model.loaded_records:
                fields = record.values().get("Fields") or {}
                people.update(str(fields[key]) for key in ("LastName", "EmailAddress") if fields.get(key))
        await press("Alt+PgDown")
        await export(stage)
        await press("Esc")
        assert not dialogs(ExportDialog)
        stand_in.faults.data_status = 500
        stand_in.faults.plain_text_errors = True
        await press("F5")
        await until(lambda: not stage.screen.form.is_busy, "the server's failure is told", seconds=20)
        stand_in.faults.data_status = None
        await stage.restart()

    async def export(stage: Stage) -> None:
        await press("Ctrl+E")
        opened = await dialog(ExportDialog)
        await fill_in(control(opened, QLineEdit, "File"), str(tmp_path / "out.xlsx"))
        await click(opened.export_button)
        await until(opened.outcome.isVisible, "the file is written")

    start_logging(profile_folder / "logs", debug=True)
    try:
        play(story)
    finally:
        stop_logging()
    printed = capfd.readouterr()
    kept = bytes_below(profile_folder) + printed.out.encode() + printed.err.encode()
    assert (profile_folder / "logs" / "leaddesk.log").stat().st_size > 1000, "something was logged"
    for secret in (SECRET, WRONG, DEMO_CREDENTIAL.access_token.reveal(), "demo-token-"):
        assert secret.encode() not in kept
    assert len(people) > 50
    found = sorted(name for name in people if len(name) > 5 and name.encode() in kept)
    assert found == []
    assert SECRET.encode() not in (tmp_path / "out.xlsx").read_bytes()
