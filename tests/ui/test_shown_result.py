"""What is on screen, in words: who sorted what, what was left out, what stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from leaddesk.domain.account import Account
from leaddesk.domain.errors import CredentialsRefused, FileNotWritten, InvalidInput, SettingsDamaged
from leaddesk.domain.form_state import FormState
from leaddesk.domain.page import Page, Position, SkippedRow, Total
from leaddesk.domain.record import Record, RecordKind
from leaddesk.ui.error_view import words_for
from leaddesk.ui.shown_result import Asking, ShownResult, error_notice, fault_notice, page_notice
from leaddesk.ui.widgets.notice_bar import NoticeLevel
from tests.ui.screen_parts import INFO, SPEC

ACCOUNT = Account("a1", "East", INFO.key)
NOW = datetime(2026, 1, 31, tzinfo=UTC)
RECORDS = tuple(Record("a1", "p", RecordKind.LEAD, str(n), b'{"id": "%d"}' % n, n) for n in range(3))


def asking(**values: str) -> Asking:
    return Asking.of_form(ACCOUNT, INFO, SPEC, FormState({"kind": "1", **values}))


def page(**changes: Any) -> Page:
    return replace(Page(RECORDS, Position(), Position(3), Total.exact(9), NOW), **changes)


def shown(asked: Asking, **changes: Any) -> ShownResult:
    return ShownResult(asked, None, page(**changes))  # pyright: ignore[reportArgumentType] - its words need no result


def test_it_is_said_who_sorted_what():
    assert shown(asking()).order_words() == ""
    by_provider = replace(asking(), sorted_by=("name", False))
    assert shown(by_provider).order_words() == "whole result sorted by Sample"
    assert shown(asking(sort="name")).order_words() == "whole result sorted by Sample"
    assert shown(by_provider, sorted_here=True).order_words() == "this page sorted"
    assert shown(by_provider, sorted_here=True, next=None).order_words() == "whole result sorted"
    here = replace(shown(asking(), start=Position(3), next=None), order_here=("name", False))
    assert here.order_words() == "this page sorted"


def test_the_order_asked_for_by_a_heading_takes_the_place_of_the_forms():
    asked = replace(asking(sort="name", order="up"), sorted_by=("size", True))
    assert asked.query().values["sort"] == ("size",)
    assert asked.query().values["order"] == "down"
    with pytest.raises(InvalidInput):
        replace(asking(), sorted_by=("unknown", False)).query()


def test_order_and_page_size_do_not_make_another_question():
    assert asking().is_same_question(asking(sort="name", order="down"))
    assert asking().is_same_question(replace(asking(), sorted_by=("name", True), page_size=25))
    assert not asking().is_same_question(asking(kind="2"))
    assert not asking().is_same_question(replace(asking(), account=replace(ACCOUNT, id="a2")))
    assert asking().is_same_question(replace(asking(), account=replace(ACCOUNT, name="Renamed")))


def test_what_was_asked_is_told_with_the_labels_of_the_form():
    assert asking(sort="name").words() == "Asked of East: Kind of thing: 1; Sort: name."


def test_a_page_with_nothing_to_tell_has_no_notice():
    assert page_notice(page()) is None


def test_rows_left_out_are_counted_with_their_reasons():
    notice = page_notice(page(skipped=(SkippedRow(3, "it is a number, not an object"),), repeated=2, notes=("Note.",)))
    assert notice is not None
    assert notice.level is NoticeLevel.WARNING
    assert notice.words == (
        "Note. 1 of 6 rows could not be read and is not shown. 2 rows came twice and are shown once."
    )
    assert notice.details == "Row 4: it is a number, not an object"


def test_an_error_says_what_still_stands_on_screen():
    error = CredentialsRefused("h refused the key.", host="h", remedy="Open the account.", said="no")
    notice = error_notice(words_for(error), beside="The page before stays on screen.")
    assert notice.words == "h refused the key. Open the account. The page before stays on screen."
    assert [key for key, _ in notice.actions] == ["open-account", "retry"]


def test_faults_beside_the_way_hide_none_of_each_other_and_offer_nothing_to_retry():
    notice = fault_notice((SettingsDamaged("One was damaged."), FileNotWritten("Two was not written.", "Free space.")))
    assert notice.words == "One was damaged.\nTwo was not written. Free space."
    assert notice.title == "Several things went wrong"
    assert notice.actions == ()
    assert fault_notice((SettingsDamaged("One."), SettingsDamaged("One."))).words == "One."


def test_a_short_page_of_the_server_counts_as_the_page_size():
    assert shown(asking()).page_size == 100
    assert shown(asking(), served_size=40).page_size == 40


@pytest.mark.parametrize(("repeated", "total", "places"), [(1, 11, 11), (1, 12, 12), (0, 11, 11), (2, 400, 13)])
def test_rows_that_came_twice_fill_places_only_where_the_total_counts_them(repeated: int, total: int, places: int):
    rows = tuple(Record("a", "p", RecordKind.EVENT, str(n), b"{}", n) for n in range(11))
    result = shown(asking(), records=rows, next=None, total=Total.exact(total), repeated=repeated)
    assert result.place_count == places
    notice = page_notice(result.page)
    assert (notice is not None and "1 row came twice and is" in notice.words) == (repeated == 1)
