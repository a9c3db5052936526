"""What a provider can be asked, declared once; forms, command line, saved searches and checks are drawn from it.

A search is filled in with raw input (`RawValues`: text or lists of text by field key). `build_query` checks
all of it and gives a frozen `Query`, or raises InvalidInput naming every wrong field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, cast

from leaddesk.domain.cell import Kind, parse_moment
from leaddesk.domain.columns import Column
from leaddesk.domain.errors import FieldProblem, InvalidInput
from leaddesk.domain.record import RecordKind

RawValues = Mapping[str, str | Sequence[str]]
"""Input as it was typed: text, or a list of texts for list fields. Blank means not filled in."""

PAGE_SIZE_KEY = "page_size"
"""The key under which a wrong page size is reported."""


class FieldKind(StrEnum):
    """How a search field is edited and checked, and the type its value has in a query."""

    TEXT = "text"  # str
    INTEGER = "integer"  # int
    CHOICE = "choice"  # str, one of the choices (or any, with `allow_other`)
    MOMENT = "date and time"  # aware datetime in UTC
    TEXT_LIST = "list"  # tuple of str
    CONDITIONS = "conditions"  # dict: JSON object, with a builder of rows (field, operator, value)
    YES_NO = "yes or no"  # bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One value a field may take: what is sent, and what a person reads."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Operator:
    """One comparison of the conditions builder: its name on the wire (empty for plain equality) and its sign."""

    wire: str
    sign: str


@dataclass(frozen=True, slots=True)
class SearchField:
    """One field of a search.

    Attributes:
        key: the vendor's own name for it, also on the command line.
        label: what a person reads.
        kind: editor, check and type.
        help: one sentence under the field.
        choices: fixed choices.
        choices_from: name of a list to fetch from the account (`Provider.fetch_choices`), else empty.
        allow_other: a value outside the choices may be typed.
        default: raw value the form starts with.
        minimum, maximum: bounds of an INTEGER.
        operators: the comparisons of a CONDITIONS field.
        suggest_columns: prefix of the column keys offered for completion (`Fields.`), else empty.
        advanced: shown under "More" in the form.
    """

    key: str
    label: str
    kind: FieldKind
    required: bool = False
    help: str = ""
    choices: tuple[Choice, ...] = ()
    choices_from: str = ""
    allow_other: bool = False
    default: str = ""
    minimum: int | None = None
    maximum: int | None = None
    operators: tuple[Operator, ...] = ()
    suggest_columns: str = ""
    advanced: bool = False


@dataclass(frozen=True, slots=True)
class DateRange:
    """Two MOMENT fields that are edited as one range, with presets; `zone` is how the vendor reads them."""

    start_key: str
    end_key: str
    label: str
    zone: str = "UTC"


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
        open_sections: sections in which the vendor may send any name: `Fields` makes every `Fields.X` a column.
        intro: one sentence above the form.
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
    open_sections: tuple[str, ...] = ()
    intro: str = ""

    def field(self, key: str) -> SearchField:
        """The field of that key.

        Raises:
            KeyError: there is none.
        """
        return next((item for item in self.fields if item.key == key), None) or _raise_key_error(key)

    def column(self, key: str) -> Column:
        """The column of that key; any name is a column in an open section.

        Raises:
            KeyError: there is none.
        """
        known = next((column for column in self.columns if column.key == key), None)
        if known is not None:
            return known
        section, _, name = key.partition(".")
        if name and section in self.open_sections:
            return Column(key, name, Kind.TEXT, (section, name), sort_name=name)
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Query:
    """A search filled in and checked.

    `values` holds the typed values of the fields that were filled in (see FieldKind), by key.
    """

    account_id: str
    provider: str
    search: str
    values: Mapping[str, Any] = field(hash=False)
    page_size: int = 100


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
            value = _parse_field(item, raw.get(item.key, ""))
        except ValueError as error:
            problems.append(FieldProblem(item.key, str(error)))
            continue
        if value is not None:
            values[item.key] = value
        elif item.required:
            problems.append(FieldProblem(item.key, f"fill in {item.label.lower()}"))
    problems += _check_date_range(spec.date_range, values)
    least, most = spec.page_sizes
    if not least <= page_size <= most:
        problems.append(FieldProblem(PAGE_SIZE_KEY, f"a page has {least:,} to {most:,} rows, not {page_size:,}"))
    if problems:
        raise InvalidInput(tuple(problems))
    return Query(account_id, provider, spec.key, MappingProxyType(values), page_size)


def with_sort(spec: SearchSpec, raw: RawValues, column_key: str, *, descending: bool) -> dict[str, str | Sequence[str]]:
    """The raw values with the vendor asked to sort by this column (by its key, or by the vendor's own name for it).

    Raises:
        InvalidInput: the vendor does not sort this search, or not by this column.
    """
    rule = spec.sort
    if rule is None:
        raise InvalidInput((FieldProblem("sort", f"{spec.title} cannot be sorted by the provider"),))
    names = {column.sort_name: column.sort_name for column in spec.columns if column.sort_name}
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
    start, end = values.get(rule.start_key), values.get(rule.end_key)
    if start is not None and end is not None and end < start:
        return [FieldProblem(rule.end_key, "the end lies before the start")]
    return []


def _parse_field(item: SearchField, raw: str | Sequence[str]) -> Any:
    """The typed value, or None when not filled in. Raises ValueError with words for the person."""
    if item.kind is FieldKind.TEXT_LIST:
        return parse_text_list(raw) or None
    text = (raw if isinstance(raw, str) else ",".join(raw)).strip()
    if not text:
        return None
    return _PARSERS[item.kind](item, text)


def parse_text_list(raw: str | Sequence[str]) -> tuple[str, ...]:
    """A list field: a list as it is, a text split at commas, or a JSON list of texts. Blanks are left out.

    Raises:
        ValueError: it begins like a JSON list and is none.
    """
    if not isinstance(raw, str):
        return tuple(item.strip() for item in raw if item.strip())
    text = raw.strip()
    if text.startswith("["):
        try:
            decoded: object = json.loads(text)
        except ValueError:
            raise ValueError('this is not a JSON list; write ["A", "B"] or A, B') from None
        items = cast("list[object]", decoded) if isinstance(decoded, list) else [decoded]
        if not all(isinstance(item, str) for item in items):
            raise ValueError('every item of the list must be text: ["A", "B"]')
        return tuple(text for text in (str(item).strip() for item in items) if text)
    return tuple(part.strip() for part in text.split(",") if part.strip())


def parse_date_input(text: str) -> datetime:
    """A date as a person or a script writes it: `2026-01-31` (midnight UTC) or with time and `Z` or offset.

    Raises:
        ValueError: with words that say what is accepted.
    """
    moment = parse_moment(text)
    if moment is None:
        raise ValueError("write a date like 2026-01-31 or 2026-01-31T08:00:00Z")
    if moment.tzinfo is None:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip()) is None:
            raise ValueError("add the zone to the time, like 2026-01-31T08:00:00Z or 2026-01-31T08:00:00-05:00")
        return moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC)


def _parse_integer(item: SearchField, text: str) -> int:
    if re.fullmatch(r"-?\d{1,18}", text) is None:
        raise ValueError(f"write a whole number, not “{_shorten(text)}”")
    number = int(text)
    if item.minimum is not None and number < item.minimum:
        raise ValueError(f"the least is {item.minimum:,}")
    if item.maximum is not None and number > item.maximum:
        raise ValueError(f"the most is {item.maximum:,}")
    return number


def _parse_choice(item: SearchField, text: str) -> str:
    known = {choice.value for choice in item.choices}
    if text in known or item.allow_other or item.choices_from:
        return text
    by_case = {choice.value.lower(): choice.value for choice in item.choices}
    if text.lower() in by_case:
        return by_case[text.lower()]
    raise ValueError(f"choose one of {', '.join(choice.value for choice in item.choices)}")


def _parse_conditions(_item: SearchField, text: str) -> dict[str, Any]:
    try:
        decoded: object = json.loads(text, parse_constant=_refuse_constant)
    except ValueError as error:
        where = f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise ValueError(
            f'this is not JSON{where}; write an object like {{"LoanAmount": {{"$gte": 150000}}}}'
        ) from None
    except RecursionError:
        raise ValueError("this is nested too deeply") from None
    if not isinstance(decoded, dict):
        raise ValueError('this must be a JSON object like {"LoanAmount": {"$gte": 150000}}')
    return cast("dict[str, Any]", decoded)


def _parse_yes_no(_item: SearchField, text: str) -> bool:
    word = text.lower()
    if word in {"true", "yes", "1"}:
        return True
    if word in {"false", "no", "0"}:
        return False
    raise ValueError("write true or false")


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _shorten(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _raise_key_error(key: str) -> SearchField:
    raise KeyError(key)


_PARSERS: Mapping[FieldKind, Callable[[SearchField, str], Any]] = {
    FieldKind.TEXT: lambda _item, text: text,
    FieldKind.INTEGER: _parse_integer,
    FieldKind.CHOICE: _parse_choice,
    FieldKind.MOMENT: lambda _item, text: parse_date_input(text),
    FieldKind.CONDITIONS: _parse_conditions,
    FieldKind.YES_NO: _parse_yes_no,
}
