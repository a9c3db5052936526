"""What a provider can be asked, declared once; forms, command line, saved searches and checks are drawn from it.

A search is filled in with raw input (`RawValues`: text or lists of text by field key). `build_query` checks
all of it and gives a frozen `Query`, or raises InvalidInput naming every wrong field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.errors import FieldProblem, InvalidInput
from leaddesk.domain.field_input import CleanedIds, RawValues, clean_ids, parse_date_input, parse_field, parse_text_list
from leaddesk.domain.record import RecordKind
from leaddesk.domain.search_field import Choice, ConditionRow, FieldKind, OnlyWith, Operator, SearchField

__all__ = [
    "PAGE_SIZE_KEY",
    "Choice",
    "CleanedIds",
    "Completion",
    "ConditionRow",
    "DateRange",
    "FieldKind",
    "OnlyWith",
    "Operator",
    "PageStarts",
    "Query",
    "RawValues",
    "SearchField",
    "SearchSpec",
    "SortRule",
    "build_query",
    "clean_ids",
    "parse_date_input",
    "parse_text_list",
    "with_sort",
]

PAGE_SIZE_KEY = "page_size"
"""The key under which a wrong page size is reported."""


@dataclass(frozen=True, slots=True)
class DateRange:
    """Two MOMENT fields that are edited as one range, with presets; `zone` is how the vendor reads them.

    With a `field_key` there may be several ranges, and the three fields are lists whose items belong together by
    their place: `field_key` a TEXT_LIST with choices (which date is meant), start and end MOMENT_LISTs.
    """

    start_key: str
    end_key: str
    label: str
    zone: str = "UTC"
    field_key: str = ""


class Completion(StrEnum):
    """Whether a record of a list is read again, whole, when a person opens it (`domain.provider.Completes`)."""

    NONE = "none"  # the row is all there is
    AT_ONCE = "at once"
    ON_REQUEST = "on request"  # by a button: each costs a call of a scarce limit


class PageStarts(StrEnum):
    """Where a page may begin, when a whole result is loaded."""

    ANY_ROW = "any row"  # `Position.offset` alone says it, unless pages come with cursors
    ITS_SIZE = "a multiple of its size"  # pages are numbered
    IN_TURN = "in turn"  # only where the page before said


@dataclass(frozen=True, slots=True)
class SortRule:
    """How this search is sorted by the vendor.

    `field_key` is the search field that takes the names to sort by (empty when the vendor sorts by one
    fixed thing, named in `fixed_name`); `order_key` takes `ascending` or `descending`.
    """

    field_key: str
    order_key: str
    ascending: str
    descending: str
    fixed_name: str = ""


def _no_problems(_values: Mapping[str, Any]) -> Sequence[FieldProblem]:
    return ()


def _no_columns(_rows: Iterable[Mapping[str, Any]]) -> tuple[Column, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class SearchSpec:
    """A kind of question that a provider answers.

    Attributes:
        key: name on the command line and in files.
        title: what a person reads.
        record_kind: what the rows are.
        fields: in the order of the form.
        columns: the documented ones; `discover_columns` finds those that only the data knows.
        date_range: the two fields edited as one range.
        sort: how the vendor sorts, None when it cannot.
        can_jump: any page can be asked for directly (offset paging); else only the next one.
        page_sizes: least and most rows a page may have.
        page_size: rows a page has unless somebody chooses otherwise.
        open_sections: sections in which the vendor may send any name: `Fields` makes every `Fields.X` a column.
        open_prefix: what the names of the account's own fields begin with, where these stand beside the vendor's.
        open_pattern: regular expression that such names match from end to end, where they share no beginning.
        intro: one sentence above the form.
        check: finds what is wrong between the typed values of several fields.
        completion: whether a record is read again, whole, when it is opened.
        page_starts: how the pages of a whole result may be asked for; without `can_jump` it is IN_TURN anyway.
        stable_sort: name of a value that no two rows share and by which the vendor can sort, so that rows keep their
            places between pages; empty when there is none.
    """

    key: str
    title: str
    record_kind: RecordKind
    fields: tuple[SearchField, ...]
    columns: tuple[Column, ...]
    discover_columns: Callable[[Iterable[Mapping[str, Any]]], tuple[Column, ...]] = _no_columns
    date_range: DateRange | None = None
    sort: SortRule | None = None
    can_jump: bool = True
    page_sizes: tuple[int, int] = (1, 1000)
    page_size: int = 100
    open_sections: tuple[str, ...] = ()
    open_prefix: str = ""
    open_pattern: str = ""
    intro: str = ""
    check: Callable[[Mapping[str, Any]], Sequence[FieldProblem]] = _no_problems
    completion: Completion = Completion.NONE
    page_starts: PageStarts = PageStarts.ANY_ROW
    stable_sort: str = ""

    def field(self, key: str) -> SearchField:
        """The field of that key.

        Raises:
            KeyError: there is none.
        """
        return next((item for item in self.fields if item.key == key), None) or _raise_key_error(key)

    def column(self, key: str) -> Column:
        """The column of that key; any name is one in an open section, behind the open prefix or of the open pattern.

        Raises:
            KeyError: there is none.
        """
        known = next((column for column in self.columns if column.key == key), None)
        if known is not None:
            return known
        if self.open_prefix and key.startswith(self.open_prefix):
            return Column(key, key, Kind.TEXT, (key,))
        if self.open_pattern and re.fullmatch(self.open_pattern, key):
            return Column(key, key, Kind.TEXT, (key,))
        section, _, name = key.partition(".")
        if name and section in self.open_sections:
            return Column(key, name, Kind.TEXT, (section, name), sort_name=name)
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Query:
    """A search filled in and checked.

    `values` holds the typed values of the fields that were filled in (see FieldKind), by key. `notes` say what of
    the input was left out; they belong into the coverage of whatever comes of the query.
    """

    account_id: str
    provider: str
    search: str
    values: Mapping[str, Any] = field(hash=False)
    page_size: int = 100
    notes: tuple[str, ...] = ()


def build_query(spec: SearchSpec, *, account_id: str, provider: str, raw: RawValues, page_size: int = 100) -> Query:
    """Check raw input against the declaration.

    Raises:
        InvalidInput: with one problem for each wrong or missing field, and for unknown ones.
    """
    problems: list[FieldProblem] = []
    values: dict[str, Any] = {}
    known = {item.key for item in spec.fields}
    problems += [
        FieldProblem(key, f"there is no such field; there are: {', '.join(sorted(known))}")
        for key in raw
        if key not in known
    ]
    for item in spec.fields:
        try:
            value = parse_field(item, raw.get(item.key, ""))
        except ValueError as error:
            problems.append(FieldProblem(item.key, str(error)))
            continue
        if value is not None:
            values[item.key] = value
        elif item.required and (item.only_with is None or _belongs(item.only_with, spec, raw)):
            problems.append(FieldProblem(item.key, f"fill in {item.label.lower()}"))
    problems += _check_dependent_fields(spec, values)
    problems += _check_date_range(spec.date_range, values)
    problems += spec.check(values)
    least, most = spec.page_sizes
    if not least <= page_size <= most:
        problems.append(FieldProblem(PAGE_SIZE_KEY, f"a page has {least:,} to {most:,} rows, not {page_size:,}"))
    if problems:
        raise InvalidInput(tuple(problems))
    notes = tuple(words for words in (_left_out(item, raw) for item in spec.fields) if words)
    return Query(account_id, provider, spec.key, MappingProxyType(values), page_size, notes)


def with_sort(spec: SearchSpec, raw: RawValues, column_key: str, *, descending: bool) -> dict[str, str | Sequence[str]]:
    """The raw values with the vendor asked to sort by this column (by its key, or by the vendor's own name for it).

    Raises:
        InvalidInput: the vendor does not sort this search, or not by this column.
    """
    rule = spec.sort
    if rule is None:
        raise InvalidInput((FieldProblem("sort", f"{spec.title} cannot be sorted by the provider"),))
    choices = spec.field(rule.field_key).choices if rule.field_key else ()
    names = {choice.value: choice.value for choice in choices}
    names |= {column.sort_name: column.sort_name for column in spec.columns if column.sort_name}
    names |= {column.key: column.sort_name for column in spec.columns if column.sort_name}
    try:
        name = names.get(column_key) or spec.column(column_key).sort_name
    except KeyError:
        name = ""
    if not name or (rule.fixed_name and name != rule.fixed_name):
        there_are = rule.fixed_name or ", ".join(column.key for column in spec.columns if column.sort_name)
        raise InvalidInput((FieldProblem("sort", f"cannot sort by “{column_key}”; there are: {there_are}"),))
    sorted_raw: dict[str, str | Sequence[str]] = {
        **raw,
        rule.order_key: rule.descending if descending else rule.ascending,
    }
    if rule.field_key:
        sorted_raw[rule.field_key] = (name,)
    return sorted_raw


def _check_date_range(rule: DateRange | None, values: Mapping[str, Any]) -> list[FieldProblem]:
    if rule is None:
        return []
    if rule.field_key:
        return _check_date_ranges(rule, values)
    start, end = values.get(rule.start_key), values.get(rule.end_key)
    if start is not None and end is not None and end < start:
        return [FieldProblem(rule.end_key, "the end lies before the start")]
    return []


def _check_date_ranges(rule: DateRange, values: Mapping[str, Any]) -> list[FieldProblem]:
    names, starts, ends = (values.get(key, ()) for key in (rule.field_key, rule.start_key, rule.end_key))
    if not len(names) == len(starts) == len(ends):
        counts = f"{rule.field_key} has {len(names)}, {rule.start_key} {len(starts)}, {rule.end_key} {len(ends)}"
        key = rule.field_key if len(names) < max(len(starts), len(ends)) else rule.start_key
        return [FieldProblem(key, f"each range needs a field, a start and an end: {counts}")]
    if any(end < start for start, end in zip(starts, ends, strict=True)):
        return [FieldProblem(rule.end_key, "the end lies before the start")]
    return []


def _check_dependent_fields(spec: SearchSpec, values: Mapping[str, Any]) -> list[FieldProblem]:
    return [
        FieldProblem(item.key, f"has a meaning only with {item.only_with.field_key}={item.only_with.value}")
        for item in spec.fields
        if item.key in values and item.only_with is not None and not _belongs(item.only_with, spec, values)
    ]


def _belongs(rule: OnlyWith, spec: SearchSpec, values: Mapping[str, Any]) -> bool:
    given = values.get(rule.field_key) or spec.field(rule.field_key).default
    return str(given).strip().lower() == rule.value.lower()


def _left_out(item: SearchField, raw: RawValues) -> str:
    """What of a list of ids was left out, to be said with the answer."""
    if item.kind is not FieldKind.ID_LIST:
        return ""
    return clean_ids(raw.get(item.key, ""), item.pattern).left_out_words


def _raise_key_error(key: str) -> SearchField:
    raise KeyError(key)
