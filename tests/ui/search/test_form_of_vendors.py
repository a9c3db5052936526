"""The form with the kinds of field that the vendors after the first need."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from leaddesk.domain.form_state import FormState
from leaddesk.domain.provider import ProviderInfo
from leaddesk.domain.search import SearchSpec, build_query
from leaddesk.paths import Profile
from leaddesk.providers.catalog import PROVIDERS
from leaddesk.services.preferences import PreferenceService, SavedSearch
from leaddesk.ui.search.condition_list_editor import ConditionListEditor
from leaddesk.ui.search.date_ranges_editor import DateRangesEditor
from leaddesk.ui.search.search_form import LEAST_WIDTH, SearchForm
from leaddesk.ui.widgets.tab_order import tab_stops
from tests.ui.search.vendor_spec import ACTIVITY_CHOICES, FIELD_CHOICES, USER_CHOICES, VENDOR

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

BERLIN = ZoneInfo("Europe/Berlin")
VALUES: dict[str, str | list[str]] = {
    "users": ["u-1", "somebody, else"],
    "filters": '[{"LookUpName": "mx_City", "SqlOperator": "in", "LookUpValues": ["Reno", "Provo"]}]',
    "activities": '[{"LookUpName": "ActivityEvent", "SqlOperator": "=", "LookUpValues": ["21"]}]',
    "ids": "1\n2\n2\nabc",
    "DateField": ["CreatedOn", "ModifiedOn"],
    "FromDate": ["2026-11-01T00:00:00.000Z", "2026-11-03T00:00:00.000Z"],
    "ToDate": ["2026-11-02T22:59:59.999Z", "2026-11-04T22:59:59.999Z"],
    "Type": "List",
    "columns": ["mx_City", "FirstName"],
    "segments": ["Buyers"],
    "source": "Example Source",
    "languages": ["en", "fr"],
    "roles": '[{"roleName": "Agent", "assigneeToIds": [7]}]',
    "owner": "u-2",
}
SEARCHES = [(entry.info, spec) for entry in PROVIDERS for spec in entry.info.searches]


def now() -> datetime:
    return datetime.fromisoformat("2026-11-20T12:00:00Z")


def make(qtbot: QtBot, spec: SearchSpec = VENDOR) -> SearchForm:
    form = SearchForm(BERLIN, now)
    qtbot.addWidget(form)
    form.set_search(spec, "Vendor")
    return form


@pytest.fixture
def form(qtbot: QtBot) -> SearchForm:
    made = make(qtbot)
    made.set_choices("fields", FIELD_CHOICES)
    made.set_choices("users", USER_CHOICES)
    made.set_choices("activities", ACTIVITY_CHOICES)
    return made


def editor(form: SearchForm, key: str) -> Any:
    return next(part.editor for part in form.body.parts if key in part.editor.keys)


def shown_keys(form: SearchForm) -> set[str]:
    return {key for part in form.body.parts if part.is_wanted for key in part.editor.keys}


def choose(form: SearchForm, key: str, value: str) -> None:
    combo = editor(form, key).combo
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


def spoken_name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface is not None else ""


def test_a_state_comes_back_from_the_form_as_it_was(form: SearchForm) -> None:
    state = FormState(VALUES, "custom,custom", 50)
    form.set_form_state(state)
    assert form.form_state() == state
    assert form.form_state().values == VALUES
    assert form.check() == ()


def test_a_form_is_remembered_and_saved_with_its_lists(tmp_path: Path, form: SearchForm) -> None:
    form.set_form_state(FormState(VALUES, "yesterday,custom", 50))
    state = form.form_state()
    kept = PreferenceService(Profile.at(tmp_path))
    kept.remember_form("account", VENDOR.key, state)
    kept.add_saved_search(SavedSearch(name="Mine", provider="p", search=VENDOR.key, form=state))
    again = PreferenceService(Profile.at(tmp_path))
    assert again.form("account", VENDOR.key) == state
    (saved,) = again.saved_searches("p", "account")
    form.reset()
    form.set_form_state(saved.form)
    assert form.form_state() == state
    assert form.form_state().values["FromDate"] == ["2026-11-18T23:00:00.000Z", "2026-11-03T00:00:00.000Z"]


def test_several_ranges_of_dates_stand_at_the_place_of_the_first(form: SearchForm) -> None:
    keys = [part.editor.keys for part in form.body.parts]
    assert keys.index(("DateField", "FromDate", "ToDate")) == keys.index(("ids",)) + 1
    assert isinstance(form.body.date_editor, DateRangesEditor)


def test_a_range_that_ends_before_it_starts_is_said_once_at_its_row(form: SearchForm) -> None:
    ends = ["2026-11-02T00:00:00Z", "2026-10-01T00:00:00Z"]
    form.set_form_state(FormState({**VALUES, "ToDate": ends}, "custom,custom"))
    form.submit()
    assert [row.problem for row in editor(form, "ToDate").rows] == ["", "The end lies before the start"]
    assert form.body.problem_of("ToDate") == ""


def test_a_half_filled_row_of_a_list_of_conditions_keeps_the_search_back(form: SearchForm) -> None:
    sent: list[FormState] = []
    form.query_submitted.connect(sent.append)
    filters = editor(form, "filters")
    assert isinstance(filters, ConditionListEditor)
    row = filters.add_row(filters.blank_row())
    form.submit()
    assert len(sent) == 1, "a row in which nothing stands is left out"
    row.name.setEditText("City")
    form.submit()
    assert len(sent) == 1
    assert row.problem == "Fill in a value"
    assert form.body.problem_of("filters") == ""


def test_too_many_ids_keep_the_search_back_and_are_said_once(form: SearchForm) -> None:
    sent: list[FormState] = []
    form.query_submitted.connect(sent.append)
    form.set_form_state(FormState({"ids": "\n".join(str(n) for n in range(10_001))}))
    form.submit()
    assert sent == []
    assert editor(form, "ids").words.startswith("10,001 ids, more than")
    assert form.body.problem_of("ids") == ""


def test_ids_of_which_none_is_one_are_told_what_an_id_is(form: SearchForm) -> None:
    form.set_form_state(FormState({"ids": "abc"}))
    form.submit()
    assert form.body.problem_of("ids") == "“abc” is no id: a number of up to 9 digits"


def test_a_value_outside_a_fixed_list_is_refused_with_those_there_are(form: SearchForm) -> None:
    form.set_form_state(FormState({"languages": ["en", "xx"]}))
    form.submit()
    assert form.body.problem_of("languages") == "Choose one of en, fr"


# Fields that need another field's value


def test_a_field_is_there_only_while_the_other_has_its_value_and_the_default_counts(form: SearchForm) -> None:
    assert {"columns"} <= shown_keys(form)
    assert {"GroupBy", "Figure"}.isdisjoint(shown_keys(form))
    choose(form, "Type", "Sum")
    assert {"GroupBy", "Figure"} <= shown_keys(form)
    assert "columns" not in shown_keys(form)
    choose(form, "Type", "")
    assert "columns" in shown_keys(form), "not filled in means its default"


def test_what_is_hidden_is_neither_checked_nor_sent_and_what_was_typed_waits(form: SearchForm) -> None:
    form.set_form_state(FormState({"columns": ["mx_City"]}))
    choose(form, "Type", "Sum")
    assert form.form_state().values == {"Type": "Sum", "Figure": "Count"}
    assert [problem.field for problem in form.check()] == ["GroupBy"]
    form.submit()
    assert form.body.problem_of("GroupBy") == "Fill in group by"
    choose(form, "Type", "List")
    assert form.form_state().values == {"Type": "List", "columns": ["mx_City"]}
    assert form.check() == ()


def test_a_state_of_the_other_kind_brings_its_fields_and_the_defaults_of_the_rest(form: SearchForm) -> None:
    form.set_form_state(FormState({"Type": "Sum", "GroupBy": "ProspectStage", "Figure": "Average"}))
    assert form.form_state().values == {"Type": "Sum", "GroupBy": "ProspectStage", "Figure": "Average"}
    form.set_form_state(FormState({"Type": "List"}))
    choose(form, "Type", "Sum")
    assert form.form_state().values["Figure"] == "Count"


def test_what_the_form_gives_is_always_taken_by_the_search(form: SearchForm) -> None:
    form.set_form_state(FormState({**VALUES, "Type": "Sum", "GroupBy": "x"}, "custom,custom"))
    query = build_query(VENDOR, account_id="a", provider="p", raw=form.form_state().values)
    assert "columns" not in query.values
    assert query.notes == ("Of the ids given, 1 repeated and 1 no ids (such as “abc”) were left out.",)


# Lists and suggestions


def test_lists_are_asked_for_when_their_fields_come_into_view(qtbot: QtBot) -> None:
    form = SearchForm(BERLIN, now)
    qtbot.addWidget(form)
    wanted: list[str] = []
    form.choices_wanted.connect(wanted.append)
    form.set_search(VENDOR)
    assert wanted == ["users", "fields", "activities"], "each once; those out of sight would cost calls"
    choose(form, "Type", "Sum")
    assert wanted[3:] == ["groups"]
    form.body.fold.button.click()
    assert wanted[4:] == ["members"]
    form.body.fold.button.click()
    form.body.fold.button.click()
    choose(form, "Type", "List")
    assert form.sources_asked == ("activities", "fields", "groups", "members", "users")
    assert len(wanted) == 5
    form.set_search(VENDOR)
    assert wanted[5:] == ["users", "fields", "activities"], "another account has other lists"


def test_values_on_screen_are_offered_where_a_field_names_their_column(form: SearchForm) -> None:
    form.set_value_suggestions(
        {"segments": ["Buyers", "Sellers"], "source": ["Example Source"], "owner": ["u-1", "u-9"]}
    )
    assert not editor(form, "segments").tags.pick_button.isHidden()
    completer = editor(form, "source").line.completer()
    assert [completer.model().index(0, 0).data()] == ["Example Source"]
    combo = editor(form, "owner").combo
    texts = [combo.itemText(row) for row in range(combo.count())]
    assert texts == ["Ada Testwood", "Ben Sample", "Sample, Carla", "u-9"]
    form.set_search(VENDOR)
    assert editor(form, "segments").tags.pick_button.isHidden(), "they belong to what is on screen"


def test_the_fold_says_how_many_filters_are_out_of_sight(form: SearchForm) -> None:
    assert form.body.fold.button.text() == "More"
    form.set_form_state(FormState({"roles": VALUES["roles"], "owner": "u-1"}))
    assert form.body.fold.button.text() == "More (2 filled in)"
    assert form.body.fold.button.accessibleName() == "More (2 filled in), closed"
    editor(form, "roles").rows[0].remove.click()
    assert form.body.fold.button.text() == "More (1 filled in)"
    form.reset()
    assert form.body.fold.button.text() == "More"


# Keyboard, screen readers, room


def filled_and_open(form: SearchForm) -> None:
    form.set_form_state(FormState(VALUES, "custom,custom"))
    form.body.fold.set_open(opened=True)


def test_everything_that_takes_the_keyboard_has_a_name(form: SearchForm) -> None:
    filled_and_open(form)
    for source in ("users", "fields", "activities", "members"):
        form.set_choices_failed(source, "Refused.")
    stops = tab_stops(form)
    assert len(stops) > 40
    assert [stop for stop in stops if not spoken_name(stop)] == []
    form.set_form_state(FormState({"filters": "[1]", "activities": "[1]", "roles": "[1]"}))
    assert [stop for stop in tab_stops(form) if not spoken_name(stop)] == []


def test_tab_goes_through_the_fields_from_top_to_bottom_and_ends_at_search(qtbot: QtBot, form: SearchForm) -> None:
    filled_and_open(form)
    filters, dates = editor(form, "filters"), editor(form, "ToDate")
    qtbot.mouseClick(filters.add_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dates.add_button, Qt.MouseButton.LeftButton)
    form.resize(380, 3000)
    form.show()
    form.activateWindow()
    first = editor(form, "users").tags.line
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    seen = [form.focusWidget()]
    while seen[-1] is not form.search_button and len(seen) < 100:
        qtbot.keyClick(seen[-1], Qt.Key.Key_Tab)
        seen.append(form.focusWidget())
    assert seen[-1] is form.search_button
    heights = [widget.mapTo(form, widget.rect().center()).y() for widget in dict.fromkeys(seen)]
    assert all(later >= earlier - 12 for earlier, later in pairwise(heights))
    visible = [stop for stop in tab_stops(form) if stop.isVisible() and stop.isEnabled()]
    assert set(visible) <= set(seen)


def test_the_form_fits_into_its_least_width(form: SearchForm) -> None:
    long_one = "A very long name of a stage that goes on and on"
    conditions = str(VALUES["filters"]).replace("Reno", long_one)
    form.set_form_state(FormState({**VALUES, "users": [long_one], "filters": conditions}, "custom,custom"))
    form.body.fold.set_open(opened=True)
    bar = 16
    assert form.body.minimumSizeHint().width() <= LEAST_WIDTH - bar


def test_boxes_of_fixed_height_leave_no_gaps_in_a_high_window(qtbot: QtBot) -> None:
    ids, filters = VENDOR.field("ids"), VENDOR.field("filters")
    form = make(qtbot, replace(VENDOR, fields=(ids, filters), date_range=None))
    form.set_form_state(FormState({"filters": "[1]"}))
    form.resize(380, 1500)
    form.show()
    qtbot.waitExposed(form)
    assert editor(form, "filters").is_raw
    heights = [part.box.height() for part in form.body.parts]
    assert max(heights) < 260


def spec_id(value: object) -> str:
    return value.key if isinstance(value, ProviderInfo | SearchSpec) else ""


@pytest.mark.parametrize(("info", "spec"), SEARCHES, ids=spec_id)
def test_every_search_there_is_is_drawn_and_what_it_lacks_is_said_at_a_field(
    qtbot: QtBot, info: ProviderInfo, spec: SearchSpec
) -> None:
    form = make(qtbot, spec)
    form.body.fold.button.click()
    assert form.body.minimumSizeHint().width() <= LEAST_WIDTH - 16
    assert [stop for stop in tab_stops(form) if not spoken_name(stop)] == []
    form.submit()
    assert form.stray_words == ""
    assert all(form.body.problem_of(problem.field) for problem in form.check())
    form.set_form_state(replace(form.form_state(), page_size=spec.page_sizes[1]))
    assert form.form_state().page_size == spec.page_sizes[1]
