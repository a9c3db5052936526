"""Stories about the form: wrong input, conditions that arrive exactly, forms that are remembered and saved."""

from __future__ import annotations

import json

from PySide6.QtWidgets import QComboBox, QLineEdit, QMessageBox, QPlainTextEdit

from leaddesk.ui.widgets.name_dialog import NameDialog
from tests.journeys.conftest import Stage
from tests.journeys.driving import (
    button,
    choose_entry,
    click,
    control,
    dialog,
    dialogs,
    entry_of,
    fill_in,
    pick,
    press,
    turns,
    type_text,
    until,
    words_in,
)


def test_dates_in_the_wrong_order_are_marked_at_the_field_and_nothing_is_sent(play, stand_in):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        await stage.choose_mortgage()
        calls = stand_in.calls
        start = stage.editor("StartDate").clocks["StartDate"]
        start.setFocus()
        await press("Home")
        await press("Up")  # the year after
        assert stage.editor("StartDate").preset.currentText() == "Custom"
        await click(stage.screen.form.search_button)
        await turns(20)
        assert "The end lies before the start" in words_in(window)
        assert stage.editor("StartDate").frames["EndDate"].is_marked
        assert stage.editor("StartDate").clocks["EndDate"].hasFocus()
        assert stand_in.calls == calls
        assert "Nothing searched yet" in words_in(window)
        start.setFocus()
        await press("Home")
        await press("Down")
        assert "The end lies before the start" not in words_in(window)
        await click(stage.screen.form.search_button)
        await until(lambda: stage.screen.shown is not None, "the leads are there")

    play(story)


def test_a_form_without_a_lead_type_is_marked_and_nothing_is_sent(play, stand_in):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        calls = stand_in.calls
        await click(stage.screen.form.search_button)
        await turns(20)
        assert "Fill in lead type" in words_in(window)
        assert stand_in.calls == calls

    play(story)


def test_conditions_order_and_fields_reach_the_server_as_they_were_built(play, stand_in):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        await stage.search()
        conditions = stage.editor("Query")
        await click(conditions.add_button)
        await type_text("LoanAm")
        await until(lambda: conditions.rows[0].name.completer().popup().isVisible(), "the field is offered")
        await press("Down")
        await press("Return")
        assert conditions.rows[0].name.text() == "LoanAmount", "a field that only the data knows"
        await pick(control(window, QComboBox, "Condition 1, comparison"), "≥")
        await fill_in(control(window, QLineEdit, "Condition 1, value"), "150000")
        await click(conditions.add_button)
        await type_text("State")
        await press("Esc")
        await fill_in(control(window, QLineEdit, "Condition 2, value"), "CA")

        await fill_in(stage.editor("SortFields").line, "LastName")
        await press("Esc")
        await pick(stage.editor("SortOrder").combo, "Descending")
        fold = stage.screen.form.body.fold
        await click(fold.button)
        await turns()
        fields = stage.editor("Fields").line
        stage.screen.form.scroll_area.ensureWidgetVisible(fields)
        await fill_in(fields, "FirstName, LastName, LoanAmount, State")
        await press("Esc")
        before = stage.screen.shown
        await press("Ctrl+Return")
        await until(lambda: stage.screen.shown is not before, "the leads are there")
        body = stand_in.last_body
        assert body["Query"] == {"LoanAmount": {"$gte": 150000}, "State": "CA"}
        assert body["SortFields"] == ["LastName"]
        assert body["SortOrder"] == 1
        assert body["Fields"] == ["FirstName", "LastName", "LoanAmount", "State"]
        for record in stage.screen.model.loaded_records:
            held = record.values()["Fields"]
            assert held["LoanAmount"] >= 150000
            assert held["State"] == "CA"

    play(story)


def test_raw_json_reaches_the_server_exactly(play, stand_in):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        await stage.choose_mortgage()
        await click(button(window, "Write the conditions as raw JSON"))
        raw = {"City": {"$gte": "A", "$lte": "Zz"}, "Zip": "00501", "Nested": {"a": [1, 2.5, None, True]}}
        text = control(window, QPlainTextEdit, "Conditions as JSON")
        await click(text.viewport())
        await type_text("{ not json")
        await click(stage.screen.form.search_button)
        await turns(20)
        assert "This is not JSON" in words_in(window)
        assert stand_in.lead_calls == 0
        text.setFocus()
        await press("Ctrl+A")
        await type_text(json.dumps(raw))
        await click(stage.screen.form.search_button)
        await until(lambda: stage.screen.shown is not None, "the answer is there")
        assert stand_in.last_body["Query"] == raw

    play(story)


def test_a_form_is_saved_under_a_name_opened_again_renamed_and_deleted(play, stand_in):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        await stage.choose_mortgage("This month")
        conditions = stage.editor("Query")
        await click(conditions.add_button)
        await type_text("State")
        await press("Esc")

        await press("Ctrl+S")
        asked = await dialog(NameDialog)
        await type_text("Californians")
        await press("Return")
        await until(lambda: not dialogs(NameDialog), "the dialog is gone")
        assert "fill in a value" in words_in(window).lower(), "a form that cannot be read is not saved in part"
        picker = stage.screen.picker
        assert not [action for action in picker.menu.actions() if action.text() == "Californians"]

        await fill_in(control(window, QLineEdit, "Condition 1, value"), "CA")
        await press("Ctrl+S")
        asked = await dialog(NameDialog)
        await type_text("Californians")
        await press("Return")
        await until(lambda: not dialogs(NameDialog), "the dialog is gone")
        assert entry_of(picker.menu, "Californians").isChecked()

        await click(stage.screen.form.reset_button)
        await pick(picker.search, "Inbound pings")
        await choose_entry(entry_of(picker.menu, "Californians"))
        await stage.lead_types_loaded()
        assert picker.search.currentText() == "Leads"
        state = stage.screen.form.form_state()
        assert state.values["LeadTypeUID"] == "1001"
        assert state.range_preset == "this-month"
        assert json.loads(str(state.values["Query"])) == {"State": "CA"}

        await choose_entry(entry_of(entry_of(picker.menu, "Rename").menu(), "Californians"))
        asked = await dialog(NameDialog)
        await fill_in(asked.line, "West coast")
        await press("Return")
        await until(lambda: not dialogs(NameDialog), "the dialog is gone")
        window = await stage.restart()
        picker = stage.screen.picker
        assert entry_of(picker.menu, "West coast")

        await choose_entry(entry_of(entry_of(picker.menu, "Delete").menu(), "West coast"))
        question = await dialog(QMessageBox)
        await click(button(question, "Delete"))
        await until(lambda: not dialogs(QMessageBox), "the question is gone")
        assert "No saved searches yet" in [action.text() for action in picker.menu.actions()]

    play(story)


def test_the_form_is_remembered_for_each_account_and_search(play, stand_in):
    async def story(stage: Stage) -> None:
        await stage.add_account("Second")
        window = await stage.open_with_account()
        picker = stage.screen.picker
        await pick(picker.account, "LeadExec East")
        await stage.lead_types_loaded()
        await stage.search("Last 90 days")
        await pick(picker.search, "Outbound pings")
        await stage.lead_types_loaded()
        await pick(stage.lead_type, "Solar (1002)")
        await click(stage.screen.form.search_button)
        await until(lambda: stage.shown.asking.spec.key == "outbound-pings", "the pings are there")

        window = await stage.restart()
        picker = stage.screen.picker
        assert picker.account.currentText() == "LeadExec East", "the account used last"
        assert picker.search.currentText() == "Outbound pings", "the search used last"
        await stage.lead_types_loaded()
        assert stage.lead_type_line.text() == "Solar (1002)"
        await pick(picker.search, "Leads")
        await stage.lead_types_loaded()
        assert stage.screen.form.form_state().range_preset == "last-90-days"
        await pick(picker.account, "Second")
        await stage.lead_types_loaded()
        assert "LeadTypeUID" not in stage.screen.form.form_state().values
        assert window.isVisible()

    play(story)


def test_names_seen_in_the_data_are_offered_after_a_restart(play, stand_in):
    async def story(stage: Stage) -> None:
        await stage.open_with_account()
        await stage.search()
        await stage.restart()
        await stage.lead_types_loaded()
        conditions = stage.editor("Query")
        await click(conditions.add_button)
        await type_text("LoanAm")
        await until(lambda: conditions.rows[0].name.completer().popup().isVisible(), "the field is offered")
        await press("Esc")

    play(story)
