from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leaddesk.domain.errors import FieldProblem
from leaddesk.domain.form_state import FormState
from leaddesk.domain.search import PAGE_SIZE_KEY, build_query
from leaddesk.paths import Profile
from leaddesk.providers.leadexec.spec import LEADEXEC
from leaddesk.services.preferences import PreferenceService
from leaddesk.ui.search.choice_editor import ChoiceEditor
from leaddesk.ui.search.conditions import ConditionRow
from leaddesk.ui.search.conditions_editor import ConditionsEditor
from leaddesk.ui.search.date_range_editor import DateRangeEditor
from leaddesk.ui.search.field_editors import TextEditor
from leaddesk.ui.search.search_form import SearchForm
from leaddesk.ui.widgets.tab_order import tab_stops
from tests.ui.search.sample_spec import COLUMN_NAMES, LEAD_TYPES, LEADS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

BERLIN = ZoneInfo("Europe/Berlin")
FILLED = FormState({"LeadTypeUID": "1001", "name": "Ada", "Query": '{"Amount": {"$gte": 1}}'}, "last-30-days", 250)


def now() -> datetime:
    return datetime.fromisoformat("2026-11-20T12:00:00Z")


@pytest.fixture
def form(qtbot: QtBot) -> SearchForm:
    made = SearchForm(BERLIN, now)
    qtbot.addWidget(made)
    made.set_search(LEADS, "LeadExec")
    made.set_choices("types", LEAD_TYPES)
    return made


def sent_by(form: SearchForm) -> list[FormState]:
    sent: list[FormState] = []
    form.query_submitted.connect(sent.append)
    return sent


def lead_type(form: SearchForm) -> ChoiceEditor:
    editor = form.body.parts[0].editor
    assert isinstance(editor, ChoiceEditor)
    return editor


def conditions(form: SearchForm) -> ConditionsEditor:
    return next(part.editor for part in form.body.parts if isinstance(part.editor, ConditionsEditor))


def dates(form: SearchForm) -> DateRangeEditor:
    editor = form.body.date_editor
    assert isinstance(editor, DateRangeEditor)
    return editor


def test_a_filled_form_sends_what_build_query_takes(qtbot: QtBot, form: SearchForm) -> None:
    form.set_form_state(FILLED)
    sent = sent_by(form)
    qtbot.mouseClick(form.search_button, Qt.MouseButton.LeftButton)
    (state,) = sent
    query = build_query(LEADS, account_id="a", provider="p", raw=state.values, page_size=state.page_size)
    assert query.values["LeadTypeUID"] == 1001
    assert query.values["Query"] == {"Amount": {"$gte": 1}}
    assert query.values["StartDate"] == datetime.fromisoformat("2026-10-21T22:00:00Z")
    assert query.page_size == 250


def test_no_lead_type_is_marked_and_nothing_is_sent(qtbot: QtBot, form: SearchForm) -> None:
    sent = sent_by(form)
    qtbot.mouseClick(form.search_button, Qt.MouseButton.LeftButton)
    assert sent == []
    assert form.body.problem_of("LeadTypeUID") == "Fill in lead type"
    assert form.focusWidget() is lead_type(form).combo


def test_an_end_before_the_start_is_marked_at_the_end_and_nothing_is_sent(form: SearchForm) -> None:
    sent = sent_by(form)
    values = {"LeadTypeUID": "1001", "StartDate": "2026-11-20T00:00:00Z", "EndDate": "2026-11-10T00:00:00Z"}
    form.set_form_state(FormState(values, "custom"))
    form.submit()
    assert sent == []
    assert form.body.problem_of("EndDate") == "The end lies before the start"
    assert [dates(form).frames[key].is_marked for key in ("StartDate", "EndDate")] == [False, True]
    assert form.focusWidget() is dates(form).clocks["EndDate"]


@pytest.mark.parametrize(("query", "words"), [("{oops", "not JSON"), ("[1]", "must be a JSON object")])
def test_conditions_that_are_no_json_object_are_marked_and_nothing_is_sent(
    form: SearchForm, query: str, words: str
) -> None:
    sent = sent_by(form)
    form.set_form_state(FormState({"LeadTypeUID": "1001", "Query": query}))
    form.submit()
    assert sent == []
    assert words in form.body.problem_of("Query")


def test_an_unfinished_condition_is_marked_at_its_row_and_nothing_is_sent(form: SearchForm) -> None:
    sent = sent_by(form)
    form.set_form_state(FormState({"LeadTypeUID": "1001"}))
    row = conditions(form).add_row(ConditionRow("Amount", "$gte", ""))
    form.submit()
    assert sent == []
    assert row.problem.startswith("Fill in a value")
    assert form.body.problem_of("Query") == ""
    assert form.focusWidget() is row.name


@pytest.mark.parametrize("size", [0, 1001, 999_999])
def test_a_page_size_out_of_bounds_is_marked_under_more_and_nothing_is_sent(form: SearchForm, size: int) -> None:
    sent = sent_by(form)
    form.set_form_state(replace(FILLED, page_size=size))
    form.submit()
    assert sent == []
    assert f"not {size:,}" in form.body.problem_of(PAGE_SIZE_KEY)
    assert form.body.fold.is_open


@pytest.mark.parametrize("size", [1, 1000])
def test_a_page_size_at_its_bounds_is_sent(form: SearchForm, size: int) -> None:
    sent = sent_by(form)
    form.set_form_state(replace(FILLED, page_size=size))
    form.submit()
    assert [state.page_size for state in sent] == [size]


def test_a_mark_goes_when_its_field_is_edited_and_the_others_stay(qtbot: QtBot, form: SearchForm) -> None:
    form.show_problems((FieldProblem("name", "too short"), FieldProblem("LeadTypeUID", "fill in")))
    name = next(part.editor for part in form.body.parts if isinstance(part.editor, TextEditor))
    qtbot.keyClicks(name.line, "A")
    assert form.body.problem_of("name") == ""
    assert form.body.problem_of("LeadTypeUID") == "Fill in"


def test_a_problem_of_an_advanced_field_opens_more(form: SearchForm) -> None:
    assert not form.body.fold.is_open
    form.show_problems((FieldProblem("SortFields", "no such column"),))
    assert form.body.fold.is_open
    assert form.body.problem_of("SortFields") == "No such column"


def test_a_problem_that_belongs_to_no_field_is_not_swallowed(form: SearchForm) -> None:
    form.show_problems((FieldProblem("Ghost", "is not there"),))
    assert form.stray_words == "Ghost: is not there"


def test_the_page_size_problem_can_be_shown_alone(form: SearchForm) -> None:
    form.show_page_size_problem("the server takes 500 at most")
    assert form.body.problem_of(PAGE_SIZE_KEY) == "The server takes 500 at most"


def test_the_list_of_each_source_is_asked_for_once_and_again_on_retry(qtbot: QtBot) -> None:
    form = SearchForm(BERLIN, now)
    qtbot.addWidget(form)
    wanted: list[str] = []
    form.choices_wanted.connect(wanted.append)
    form.set_search(LEADS)
    assert wanted == ["types"]
    form.set_choices_failed("types", "Refused.")
    qtbot.mouseClick(lead_type(form).note.retry, Qt.MouseButton.LeftButton)
    assert wanted == ["types", "types"]


def test_without_the_list_the_typed_number_is_searched(qtbot: QtBot, form: SearchForm) -> None:
    form.set_search(LEADS)
    form.set_choices_failed("types", "Refused.")
    sent = sent_by(form)
    qtbot.keyClicks(lead_type(form).combo, "1001")
    qtbot.keyClick(lead_type(form).combo, Qt.Key.Key_Return)
    assert [state.values["LeadTypeUID"] for state in sent] == ["1001"]


def test_a_typed_name_that_is_no_number_is_marked(form: SearchForm) -> None:
    form.set_form_state(FormState({"LeadTypeUID": "Mort"}))
    form.submit()
    assert "whole number" in form.body.problem_of("LeadTypeUID")


def test_a_state_comes_back_from_the_form_as_it_was(form: SearchForm) -> None:
    values: dict[str, str | list[str]] = {
        "LeadTypeUID": "1002",
        "StartDate": "2026-11-01T00:00:00.000Z",
        "EndDate": "2026-11-05T22:59:59.999Z",
        "Query": '{"Amount": {"$gte": 1}, "PostalCode": "94105"}',
        "name": "Ada",
        "flagged": "true",
        "SortFields": "LoanAmount, State",
        "SortOrder": "0",
        "since": "2026-01-01T00:00:00.000Z",
    }
    state = FormState(values, "custom", 50)
    form.set_form_state(state)
    assert form.form_state() == state
    assert form.form_state().values == values


def test_a_remembered_preset_is_worked_out_for_today(form: SearchForm) -> None:
    old = FormState({"StartDate": "2020-01-01T00:00:00Z", "EndDate": "2020-01-02T00:00:00Z"}, "yesterday")
    form.set_form_state(old)
    assert form.form_state().values["StartDate"] == "2026-11-18T23:00:00.000Z"
    assert form.form_state().range_preset == "yesterday"


def test_dates_without_a_preset_are_taken_as_custom(form: SearchForm) -> None:
    form.set_form_state(FormState({"StartDate": "2026-01-01T00:00:00Z", "EndDate": "2026-01-02T00:00:00Z"}))
    assert form.form_state().range_preset == "custom"
    assert form.form_state().values["EndDate"] == "2026-01-02T00:00:00.000Z"


def test_a_state_with_nothing_in_it_clears_the_form(form: SearchForm) -> None:
    form.set_form_state(FILLED)
    form.set_form_state(FormState())
    assert set(form.form_state().values) == {"StartDate", "EndDate"}


def test_reset_brings_the_default_values_back(qtbot: QtBot, form: SearchForm) -> None:
    before = form.form_state()
    form.set_form_state(FILLED)
    qtbot.mouseClick(form.reset_button, Qt.MouseButton.LeftButton)
    assert form.form_state() == before
    assert form.form_state().values["SortOrder"] == "1"


def test_enter_in_a_line_and_control_enter_anywhere_search(qtbot: QtBot, form: SearchForm) -> None:
    sent = sent_by(form)
    form.set_form_state(FILLED)
    form.show()
    form.activateWindow()
    row = conditions(form).rows[0]
    qtbot.keyClick(row.value, Qt.Key.Key_Return)
    assert len(sent) == 1
    form.reset_button.setFocus()
    qtbot.waitUntil(form.reset_button.hasFocus)
    qtbot.keyClick(form.reset_button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(sent) == 2


def test_while_busy_the_button_cancels_but_not_by_a_double_click(qtbot: QtBot, form: SearchForm) -> None:
    cancelled: list[bool] = []
    form.cancel_wanted.connect(lambda: cancelled.append(True))
    sent = sent_by(form)
    form.set_form_state(FILLED)
    form.set_busy(True)
    assert form.search_button.text() == "Cancel"
    form.search_button.click()
    assert (cancelled, sent) == ([], [])

    def click_until_cancelled() -> bool:
        form.search_button.click()
        return bool(cancelled)

    qtbot.waitUntil(click_until_cancelled)
    assert sent == []
    form.set_busy(False)
    assert form.search_button.text() == "Search"
    form.search_button.click()
    assert len(sent) == 1


def test_enter_while_busy_starts_the_new_search_in_place_of_the_running_one(form: SearchForm) -> None:
    sent = sent_by(form)
    form.set_form_state(FILLED)
    form.set_busy(True)
    form.submit()
    assert len(sent) == 1


def test_scrolling_over_a_field_changes_nothing_in_it(form: SearchForm) -> None:
    form.set_form_state(FILLED)
    before = form.form_state()
    targets = (lead_type(form).combo, dates(form).preset, dates(form).clocks["StartDate"], form.body.page_size)
    for target in targets:
        no_point, middle = QPoint(), QPointF(target.rect().center())
        wheel = QWheelEvent(
            middle, middle, no_point, QPoint(0, 120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(target, wheel)
    assert form.form_state() == before


def test_scrolling_over_the_comparison_of_a_new_condition_changes_nothing(qtbot: QtBot, form: SearchForm) -> None:
    qtbot.mouseClick(conditions(form).add_button, Qt.MouseButton.LeftButton)
    operator = conditions(form).rows[0].operator
    middle = QPointF(5, 5)
    wheel = QWheelEvent(
        middle, middle, QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(operator, wheel)
    assert operator.currentIndex() == 0


def test_tab_goes_through_the_fields_from_top_to_bottom_and_ends_at_search(qtbot: QtBot, form: SearchForm) -> None:
    form.set_form_state(FILLED)
    qtbot.mouseClick(conditions(form).add_button, Qt.MouseButton.LeftButton)
    form.body.fold.set_open(opened=True)
    form.resize(320, 2000)
    form.show()
    form.activateWindow()
    lead_type(form).combo.setFocus()
    qtbot.waitUntil(lead_type(form).combo.hasFocus)
    seen = [form.focusWidget()]
    while seen[-1] is not form.search_button and len(seen) < 60:
        qtbot.keyClick(seen[-1], Qt.Key.Key_Tab)
        seen.append(form.focusWidget())
    assert seen[-1] is form.search_button
    heights = [widget.mapTo(form, widget.rect().center()).y() for widget in dict.fromkeys(seen)]
    assert all(later >= earlier - 12 for earlier, later in pairwise(heights))
    visible = [stop for stop in tab_stops(form) if stop.isVisible() and stop.isEnabled()]
    assert set(visible) <= set(seen)


def test_a_new_search_replaces_all_fields_of_the_former_one(form: SearchForm) -> None:
    form.set_form_state(FILLED)
    pings = LEADEXEC.search("inbound-pings")
    form.set_search(pings, LEADEXEC.title)
    assert [key for part in form.body.parts for key in part.editor.keys] == [
        "LeadTypeUID",
        "StartDate",
        "EndDate",
        "SortOrder",
    ]
    assert form.form_state().page_size == 100


@pytest.mark.parametrize("spec", LEADEXEC.searches, ids=lambda spec: spec.key)
def test_the_searches_of_a_real_provider_are_drawn_and_checked(qtbot: QtBot, spec: object) -> None:
    form = SearchForm(BERLIN, now)
    qtbot.addWidget(form)
    form.set_search(LEADEXEC.search(getattr(spec, "key")), LEADEXEC.title)  # noqa: B009 - the parameter is an object
    assert [problem.field for problem in form.check()] == ["LeadTypeUID"]
    form.set_form_state(FormState({"LeadTypeUID": "7"}))
    assert form.check() == ()


def test_known_columns_are_offered_in_the_next_search_too(form: SearchForm) -> None:
    form.set_column_names(COLUMN_NAMES)
    form.set_search(LEADS)
    completer = conditions(form).add_row(ConditionRow()).name.completer()
    assert completer is not None
    assert completer.model().rowCount() == 2


def test_the_state_of_a_form_is_kept_and_read_again(tmp_path: Path, form: SearchForm) -> None:
    form.set_form_state(FILLED)
    state = form.form_state()
    PreferenceService(Profile.at(tmp_path)).remember_form("account", LEADS.key, state)
    assert PreferenceService(Profile.at(tmp_path)).form("account", LEADS.key) == state


def test_setting_the_page_size_leaves_an_unfinished_condition_in_place(form: SearchForm) -> None:
    row = conditions(form).add_row(ConditionRow("Amount", "$gte", ""))
    form.set_page_size(500)
    assert form.form_state().page_size == 500
    assert conditions(form).rows == [row]


def test_a_marked_field_tells_screen_readers_what_is_wrong(form: SearchForm) -> None:
    form.submit()
    assert "Wrong: fill in lead type" in lead_type(form).combo.accessibleDescription()


def test_the_form_has_no_fields_before_a_search_is_set(qtbot: QtBot) -> None:
    form = SearchForm(BERLIN, now)
    qtbot.addWidget(form)
    with pytest.raises(RuntimeError, match="no search yet"):
        form.form_state()
