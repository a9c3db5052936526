"""Checks the calls that have a body as strictly as LeadSquared's pages write them (seeds; dossier, sections 6 to 8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from leaddesk.demo.leadsquared_bodies import (
    Paging,
    check_members,
    read_columns,
    read_items,
    read_member,
    read_paging,
    read_text,
    read_texts,
)
from leaddesk.demo.leadsquared_faults import DataOperand, LeadSquaredFaults
from leaddesk.demo.leadsquared_filter import ACTIVITY_OPERATORS, FIELD_OPERATORS, Condition
from leaddesk.demo.leadsquared_moments import read_asked_moment
from leaddesk.demo.leadsquared_refusal import MANDATORY_MISSING, BadRequest, LogicError

MOST_IDS: Final = 10_000
MOST_REPORT_ROWS: Final = 10_000
MOST_LEAD_ROWS: Final = 1_000

_REPORT: Final = "ReportFilter"
_FILTER_KEYS: Final = ("LookUpName", "LookUpValues", "SqlOperator")
_OUTPUT_KEYS: Final = ("Type", "GroupBy", "AggregateFunction", "AggregateField", "IncludeCSV")
_FUNCTIONS: Final = ("Count", "Average", "Sum")
_WITHOUT_VALUES: Final = ("def", "ndef")


@dataclass(frozen=True, slots=True)
class DateRange:
    """Leads created or modified between two moments, both included."""

    by_modified: bool
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Grouping:
    """How leads are aggregated: by a field, with one of Count, Average, Sum over a field."""

    group_by: str
    function: str
    field: str


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """A checked call of the report. `grouping` is None for a list of leads with `columns`."""

    users: tuple[Condition, ...]
    fields: tuple[Condition, ...]
    activities: tuple[Condition, ...]
    dates: tuple[DateRange, ...]
    columns: tuple[str, ...]
    grouping: Grouping | None
    paging: Paging


@dataclass(frozen=True, slots=True)
class IdsRequest:
    """A checked call of leads by ids."""

    ids: tuple[str, ...]
    columns: tuple[str, ...]
    paging: Paging


def read_report(body: Mapping[str, Any], faults: LeadSquaredFaults) -> ReportRequest:
    """`POST /Leads/NotContacted` (seed).

    Raises:
        BadRequest: the first thing that is not as the page writes it.
        LogicError: a date or a page size that cannot be.
    """
    check_members(body, "Body", (_REPORT, "DateFilter", "Output", "Paging"))
    filters = read_member(body, "Body", _REPORT, ("UserFilter", "LeadFilters", "ActivityFilters"))
    columns, grouping = _read_output(body)
    return ReportRequest(
        _read_users(filters),
        tuple(_read_field(item, faults) for item in read_items(filters, _REPORT, "LeadFilters", _FILTER_KEYS)),
        tuple(_read_activity(item) for item in read_items(filters, _REPORT, "ActivityFilters", _FILTER_KEYS)),
        tuple(
            _read_dates(item) for item in read_items(body, "Body", "DateFilter", ("DateField", "FromDate", "ToDate"))
        ),
        columns,
        grouping,
        limit_rows(read_paging(body), faults, refused_above=MOST_REPORT_ROWS),
    )


def read_ids(body: Mapping[str, Any], faults: LeadSquaredFaults) -> IdsRequest:
    """`POST /v2/LeadManagement.svc/Leads/Retrieve/ByIds` (seed).

    Raises:
        BadRequest: the first thing that is not as the page writes it.
        LogicError: too many ids, or a page size that cannot be.
    """
    check_members(body, "Body", ("SearchParameters", "Columns", "Paging"))
    asked = read_member(body, "Body", "SearchParameters", ("LeadIds",))
    ids = read_texts(asked, "SearchParameters", "LeadIds")
    if not ids:
        raise BadRequest("SearchParameters.LeadIds is mandatory.", MANDATORY_MISSING)
    if len(ids) > MOST_IDS:
        raise LogicError(f"A maximum of {MOST_IDS} leads can be retrieved.")
    columns = read_text(read_member(body, "Body", "Columns", ("Include_CSV",)), "Columns", "Include_CSV")
    paging = limit_rows(read_paging(body), faults, clamped_to=MOST_LEAD_ROWS)
    return IdsRequest(ids, read_columns(columns), paging)


def limit_rows(
    paging: Paging, faults: LeadSquaredFaults, *, refused_above: int | None = None, clamped_to: int | None = None
) -> Paging:
    """The page as the endpoint gives it: some refuse great pages, some clamp them in silence (dossier, section 9).

    Raises:
        LogicError: it is refused.
    """
    most = faults.page_size_refused_above or refused_above
    if most is not None and paging.size > most:
        raise LogicError(f"PageSize can't be greater than {most}")
    most = faults.page_size_clamped_to or clamped_to
    return paging if most is None else Paging(paging.index, min(paging.size, most))


def _read_users(filters: Mapping[str, Any]) -> tuple[Condition, ...]:
    where = f"{_REPORT}.UserFilter"
    users = read_member(filters, _REPORT, "UserFilter", ("GroupConditions",))
    conditions = [
        (f"{where}.GroupConditions[{place}].Condition", item)
        for place, group in enumerate(read_items(users, where, "GroupConditions", ("Condition",)))
        for item in read_items(
            group, f"{where}.GroupConditions[{place}]", "Condition", ("LookupName", "Operator", "LookupValue")
        )
    ]
    return tuple(
        Condition(
            read_text(item, at, "LookupName"), read_text(item, at, "Operator"), (read_text(item, at, "LookupValue"),)
        )
        for at, item in conditions
    )


def _read_field(item: Mapping[str, Any], faults: LeadSquaredFaults) -> Condition:
    where = "LeadFilters"
    name, operator = read_text(item, where, "LookUpName"), read_text(item, where, "SqlOperator")
    if operator not in FIELD_OPERATORS:
        raise BadRequest(f"SqlOperator {operator[:20]!r} is not one of {' '.join(FIELD_OPERATORS)}.")
    if operator in _WITHOUT_VALUES:
        _check_data_operand(item, faults)
        return Condition(name, operator, ())
    return Condition(name, operator, _read_values(item, where, operator))


def _check_data_operand(item: Mapping[str, Any], faults: LeadSquaredFaults) -> None:
    wanted = {DataOperand.EMPTY_TEXT: [""], DataOperand.EMPTY_LIST: [], DataOperand.ABSENT: None}
    if faults.data_operand is DataOperand.ANYTHING:
        if "LookUpValues" in item:
            read_texts(item, "LeadFilters", "LookUpValues")
    elif item.get("LookUpValues") != wanted[faults.data_operand]:
        raise BadRequest("LeadFilters.LookUpValues does not fit the operator.")


def _read_activity(item: Mapping[str, Any]) -> Condition:
    where = "ActivityFilters"
    name, operator = read_text(item, where, "LookUpName"), read_text(item, where, "SqlOperator")
    if name != "ActivityEvent":
        raise BadRequest("ActivityFilters.LookUpName must be ActivityEvent.")
    if operator not in ACTIVITY_OPERATORS:
        raise BadRequest(f"SqlOperator {operator[:20]!r} is not one of {' '.join(ACTIVITY_OPERATORS)}.")
    values = _read_values(item, where, operator)
    if not all(value.isdecimal() and value.isascii() for value in values):
        raise BadRequest("ActivityFilters.LookUpValues must be event codes as text.")
    return Condition(name, operator, values)


def _read_values(item: Mapping[str, Any], where: str, operator: str) -> tuple[str, ...]:
    values = read_texts(item, where, "LookUpValues")
    if not values or (len(values) > 1 and operator != "in"):
        raise BadRequest(f"{where}.LookUpValues must have {'values' if operator == 'in' else 'one value'}.")
    return values


def _read_dates(item: Mapping[str, Any]) -> DateRange:
    field = read_text(item, "DateFilter", "DateField")
    if field not in ("LeadCreatedOn", "LeadModifiedOn"):
        raise BadRequest("DateFilter.DateField must be LeadCreatedOn or LeadModifiedOn.")
    start, end = read_text(item, "DateFilter", "FromDate"), read_text(item, "DateFilter", "ToDate")
    return DateRange(field == "LeadModifiedOn", read_asked_moment(start), read_asked_moment(end))


def _read_output(body: Mapping[str, Any]) -> tuple[tuple[str, ...], Grouping | None]:
    output = read_member(body, "Body", "Output", _OUTPUT_KEYS)
    kind = read_text(output, "Output", "Type")
    if kind.lower() == "list":  # the sibling report takes small letters too
        return read_columns(read_text(output, "Output", "IncludeCSV")), None
    if kind.lower() != "aggregate":
        raise BadRequest("Output.Type must be List or Aggregate.")
    group_by, function, field = (
        read_text(output, "Output", key) for key in ("GroupBy", "AggregateFunction", "AggregateField")
    )
    if function not in _FUNCTIONS:
        raise BadRequest(f"Output.AggregateFunction must be one of {', '.join(_FUNCTIONS)}.")
    return (), Grouping(group_by, function, field)
