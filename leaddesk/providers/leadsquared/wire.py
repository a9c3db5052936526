"""Queries as LeadSquared's request bodies. Pure; names are written as in the documents' JSON, not as in their prose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from leaddesk.domain.page import Position
from leaddesk.domain.search import Query
from leaddesk.providers.leadsquared.columns import DEFAULT_FIELDS, ID_KEY
from leaddesk.providers.leadsquared.moments import write_moment
from leaddesk.providers.leadsquared.spec import AGGREGATE, CSV, LIST

VALUES_OF_NO_VALUE: Final[tuple[str, ...] | None] = ("",)
"""`LookUpValues` of `def` and `ndef`: not documented. `()` sends an empty list, None leaves the key out."""

MOST_ROWS: Final = 1000
"""Most rows of one call: the ceiling of lead reads (dossier section 7)."""


@dataclass(frozen=True, slots=True)
class PageAsked:
    """A page of the report in the vendor's own count.

    Attributes:
        index: 1-based number of the page.
        size: rows on a page.
        skip: rows at its beginning that stand before what was asked for.
    """

    index: int
    size: int
    skip: int = 0

    def following(self, offset: int) -> Position:
        """Where the next page starts, `offset` rows from the beginning; its size stays as it is."""
        return Position(offset, f"{self.index + 1}:{self.size}")


def locate_page(start: Position, page_size: int) -> PageAsked:
    """The page that holds this place. A following page is asked for by its number and in the size of the one before:
    a server that lowers the size in silence counts its pages in its own size.
    """
    if start.cursor:
        index, _, size = start.cursor.partition(":")
        return PageAsked(int(index), int(size))
    return PageAsked(start.offset // page_size + 1, page_size, start.offset % page_size)


def asked_fields(query: Query) -> tuple[str, ...]:
    """The fields to return: the chosen or the usual ones, the lead's id always among them, each once."""
    chosen: Sequence[str] = query.values.get("IncludeCSV") or query.values.get("Include_CSV") or DEFAULT_FIELDS
    names = [name for name in chosen if name.lower() != ID_KEY.lower()]
    return tuple(dict.fromkeys((ID_KEY, *names)))


def is_aggregate(query: Query) -> bool:
    """Whether figures are asked for, not a list."""
    return query.values.get("Type") == AGGREGATE


def is_csv(query: Query) -> bool:
    """Whether CSV is asked for."""
    return query.values.get("ResponseFormat") == CSV


def build_report_params(query: Query) -> dict[str, str]:
    """`responseformat`, in small letters as in the document's address."""
    return {"responseformat": CSV if is_csv(query) else "JSON"}


def build_report_body(query: Query, asked: PageAsked) -> dict[str, Any]:
    """The body of Leads/NotContacted, keys in the order of its document; nothing that was not filled in."""
    report_filter = _build_report_filter(query.values)
    ranges = _build_date_filter(query.values)
    body: dict[str, Any] = {}
    if report_filter:
        body["ReportFilter"] = report_filter
    if ranges:
        body["DateFilter"] = ranges
    body["Output"] = _build_output(query)
    body["Paging"] = {"PageIndex": asked.index, "PageSize": asked.size}
    return body


def build_ids_body(ids: Sequence[str], fields: Iterable[str]) -> dict[str, Any]:
    """The body of Leads/Retrieve/ByIds for one chunk of at most 1,000 ids: always one page."""
    return {
        "SearchParameters": {"LeadIds": list(ids)},
        "Columns": {"Include_CSV": ",".join(fields)},
        "Paging": {"PageIndex": 1, "PageSize": MOST_ROWS},
    }


def _build_report_filter(values: Mapping[str, Any]) -> dict[str, Any]:
    built: dict[str, Any] = {}
    if values.get("users"):
        built["UserFilter"] = {"GroupConditions": [{"Condition": [_build_user_condition(values["users"])]}]}
    if values.get("lead_filters"):
        built["LeadFilters"] = [_build_condition(item) for item in values["lead_filters"]]
    if values.get("activity_filters"):
        built["ActivityFilters"] = [_build_condition(item) for item in values["activity_filters"]]
    return built


def _build_user_condition(users: Sequence[str]) -> dict[str, str]:
    """Several users are one text with commas, with the operator `eq` (dossier section 6); ids, or else addresses."""
    name = "EmailAddress" if all("@" in user for user in users) else "UserID"
    return {"LookupName": name, "Operator": "eq", "LookupValue": ",".join(users)}


def _build_condition(condition: Mapping[str, Any]) -> dict[str, Any]:
    """`LookUpValues` is a list even for one value; all values are texts."""
    values: Sequence[Any] | None = condition["LookUpValues"] or VALUES_OF_NO_VALUE
    built: dict[str, Any] = {"LookUpName": condition["LookUpName"]}
    if values is not None:
        built["LookUpValues"] = [str(value) for value in values]
    return {**built, "SqlOperator": condition["SqlOperator"]}


def _build_date_filter(values: Mapping[str, Any]) -> list[dict[str, str]]:
    ranges = zip(
        values.get("DateField", ()), values.get("FromDate", ()), values.get("ToDate", ()), strict=True
    )  # checked to be of one length when the query was built
    return [
        {"DateField": name, "FromDate": write_moment(start), "ToDate": write_moment(end)} for name, start, end in ranges
    ]


def _build_output(query: Query) -> dict[str, str]:
    if is_aggregate(query):
        names = ("GroupBy", "AggregateFunction", "AggregateField")
        return {"Type": AGGREGATE, **{name: str(query.values[name]) for name in names}}
    return {"Type": LIST, "IncludeCSV": ",".join(asked_fields(query))}
