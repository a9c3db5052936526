from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.errors import InvalidInput
from leaddesk.domain.record import RecordKind
from leaddesk.domain.search import (
    PAGE_SIZE_KEY,
    Choice,
    DateRange,
    FieldKind,
    Query,
    SearchField,
    SearchSpec,
    SortRule,
    build_query,
    parse_date_input,
    parse_text_list,
    with_sort,
)

SPEC = SearchSpec(
    key="leads",
    title="Leads",
    record_kind=RecordKind.LEAD,
    fields=(
        SearchField("Type", "Lead type", FieldKind.INTEGER, required=True, minimum=1),
        SearchField("Start", "Start", FieldKind.MOMENT, required=True),
        SearchField("End", "End", FieldKind.MOMENT, required=True),
        SearchField("Query", "Conditions", FieldKind.CONDITIONS),
        SearchField("SortFields", "Sort by", FieldKind.TEXT_LIST),
        SearchField("SortOrder", "Order", FieldKind.CHOICE, choices=(Choice("ASC", "up"), Choice("DESC", "down"))),
        SearchField("Flag", "Flag", FieldKind.YES_NO),
    ),
    columns=(
        Column("UID", "Id", Kind.IDENTIFIER, ("UID",), sort_name="UID"),
        Column("Properties.Price", "Price", Kind.MONEY, ("Properties", "Price")),
    ),
    date_range=DateRange("Start", "End", "Date added"),
    sort=SortRule("SortFields", "SortOrder", "ASC", "DESC"),
    open_sections=("Fields",),
)
GOOD = {"Type": "1001", "Start": "2026-01-01", "End": "2026-01-31"}


def build(raw: dict[str, str | Sequence[str]], page_size: int = 100) -> Query:
    return build_query(SPEC, account_id="a", provider="p", raw=raw, page_size=page_size)


def problems_of(raw: dict[str, str | Sequence[str]], page_size: int = 100) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        build(raw, page_size)
    return {problem.field: problem.message for problem in caught.value.problems}


def test_a_filled_in_form_becomes_typed_values() -> None:
    query = build({**GOOD, "Query": '{"LoanAmount": {"$gte": 150000}}', "SortFields": "A, B", "Flag": "yes"})
    assert query.values["Type"] == 1001
    assert query.values["Start"] == datetime(2026, 1, 1, tzinfo=UTC)
    assert query.values["Query"] == {"LoanAmount": {"$gte": 150000}}
    assert query.values["SortFields"] == ("A", "B")
    assert query.values["Flag"] is True


def test_every_missing_field_is_named_at_once() -> None:
    assert set(problems_of({})) == {"Type", "Start", "End"}


def test_the_end_before_the_start_is_a_problem_of_the_end() -> None:
    assert "before" in problems_of({**GOOD, "End": "2025-12-31"})["End"]


def test_start_and_end_may_be_the_same_moment() -> None:
    assert build({**GOOD, "End": "2026-01-01"}).values["End"] == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", ["{", "nope", "[1]", '"text"', "NaN", "[" * 100_000])
def test_conditions_that_are_no_json_object_are_refused(text: str) -> None:
    assert (
        "JSON" in problems_of({**GOOD, "Query": text})["Query"]
        or "deep" in problems_of({**GOOD, "Query": text})["Query"]
    )


@pytest.mark.parametrize("size", [0, -1, 1001])
def test_a_page_size_outside_the_bounds_is_refused(size: int) -> None:
    assert PAGE_SIZE_KEY in problems_of({**GOOD}, size)


@pytest.mark.parametrize("size", [1, 1000])
def test_the_bounds_of_the_page_size_are_accepted(size: int) -> None:
    assert build({**GOOD}, size).page_size == size


def test_an_unknown_field_names_the_fields_there_are() -> None:
    assert "SortOrder" in problems_of({**GOOD, "Colour": "red"})["Colour"]


def test_an_unknown_choice_names_the_choices() -> None:
    assert "ASC, DESC" in problems_of({**GOOD, "SortOrder": "sideways"})["SortOrder"]


def test_a_choice_in_other_case_is_understood() -> None:
    assert build({**GOOD, "SortOrder": "desc"}).values["SortOrder"] == "DESC"


@pytest.mark.parametrize("text", ["1.5", "one", "0", "9" * 30])
def test_a_number_that_is_none_or_too_small_is_refused(text: str) -> None:
    assert "Type" in problems_of({**GOOD, "Type": text})


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-31", datetime(2026, 1, 31, tzinfo=UTC)),
        ("2026-01-31T08:00:00Z", datetime(2026, 1, 31, 8, tzinfo=UTC)),
        ("2026-01-31T08:00:00-05:00", datetime(2026, 1, 31, 13, tzinfo=UTC)),
    ],
)
def test_dates_are_read_as_the_command_line_writes_them(text: str, moment: datetime) -> None:
    assert parse_date_input(text) == moment


@pytest.mark.parametrize("text", ["31.01.2026", "2026-01-31T08:00:00", "tomorrow", "0001-01-01"])
def test_a_date_without_zone_or_in_another_format_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="2026-01-31"):
        parse_date_input(text)


def test_a_list_may_be_json_so_that_items_hold_commas() -> None:
    assert parse_text_list('["A,B", " C "]') == ("A,B", "C")
    assert parse_text_list("A, ,B,") == ("A", "B")
    assert parse_text_list(["A,B"]) == ("A,B",)


@pytest.mark.parametrize("text", ['["A"', "[1]"])
def test_a_list_that_is_almost_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="list"):
        parse_text_list(text)


def test_sorting_fills_in_the_fields_of_the_search() -> None:
    assert with_sort(SPEC, GOOD, "UID", descending=True)["SortFields"] == ("UID",)
    raw = with_sort(SPEC, GOOD, "Fields.LoanAmount", descending=False)
    assert raw["SortFields"] == ("LoanAmount",)
    assert raw["SortOrder"] == "ASC"


@pytest.mark.parametrize("key", ["Properties.Price", "Nothing"])
def test_sorting_by_what_the_vendor_cannot_sort_names_what_it_can(key: str) -> None:
    with pytest.raises(InvalidInput, match="UID"):
        with_sort(SPEC, GOOD, key, descending=False)


def test_a_query_cannot_be_changed() -> None:
    query = build({**GOOD})
    with pytest.raises(TypeError):
        query.values["Type"] = 2  # pyright: ignore[reportIndexIssue]
