"""Reads the arguments of `leaddesk search` into raw values, before anything is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from leaddesk.cli.standard_streams import read_standard_input
from leaddesk.domain.account import Account
from leaddesk.domain.columns import Column
from leaddesk.domain.errors import FieldProblem, InvalidInput, LeaddeskError
from leaddesk.domain.provider import ProviderInfo
from leaddesk.domain.search import (
    PAGE_SIZE_KEY,
    FieldKind,
    Query,
    RawValues,
    SearchSpec,
    build_query,
    parse_text_list,
    with_sort,
)
from leaddesk.services import export

DEFAULT_LIMIT = 100


def find_search(info: ProviderInfo, key: str) -> SearchSpec:
    """The search of that key.

    Raises:
        InvalidInput: naming the ones there are.
    """
    try:
        return info.search(key)
    except KeyError:
        there_are = ", ".join(spec.key for spec in info.searches)
        raise InvalidInput(
            (FieldProblem("SEARCH", f"“{key}” is not a search of {info.title}; there are: {there_are}"),)
        ) from None


def read_pairs(spec: SearchSpec, pairs: Sequence[str]) -> dict[str, str | Sequence[str]]:
    """`KEY=VALUE` arguments as raw values; `@FILE` and `@-` are read.

    Raises:
        InvalidInput: something is not KEY=VALUE, is given twice, or its file cannot be read.
    """
    raw: dict[str, str | Sequence[str]] = {}
    problems: list[FieldProblem] = []
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or key.startswith("-"):
            problems.append(FieldProblem(key, "write fields as KEY=VALUE; leaddesk search --help lists the options"))
        elif key in raw:
            problems.append(FieldProblem(key, "is given twice"))
        elif value == "@-" and "@-" in {other.partition("=")[2] for other in pairs if other is not pair}:
            problems.append(FieldProblem(key, "standard input can be read for one field only"))
        else:
            try:
                raw[key] = _read_value(spec, key, value)
            except OSError as error:
                problems.append(FieldProblem(key, f"the file cannot be read: {error.strerror}"))
            except UnicodeError:
                problems.append(FieldProblem(key, "this is not UTF-8 text"))
            except ValueError as error:
                problems.append(FieldProblem(key, str(error)))
    if problems:
        raise InvalidInput(tuple(problems))
    return raw


def read_sort(
    spec: SearchSpec, raw: dict[str, str | Sequence[str]], sort: str | None
) -> dict[str, str | Sequence[str]]:
    """Add `--sort KEY[:desc]` to the raw values.

    Raises:
        InvalidInput: the order is not `asc` or `desc`, the vendor does not sort by it, or it is given twice.
    """
    if sort is None:
        return raw
    key, _, order = sort.partition(":")
    if order not in {"", "asc", "desc"}:
        raise InvalidInput((FieldProblem("--sort", "write KEY or KEY:desc"),))
    if spec.sort is not None:
        twice = {spec.sort.field_key, spec.sort.order_key} & raw.keys()
        if twice:
            raise InvalidInput((FieldProblem("--sort", f"give --sort or {', '.join(sorted(twice))}, not both"),))
    try:
        return with_sort(spec, raw, key, descending=order == "desc")
    except InvalidInput as error:
        raise _under_option(error, "sort", "--sort") from None


def read_query(spec: SearchSpec, account: Account, raw: RawValues, page_size: int) -> Query:
    """The query, checked.

    Raises:
        InvalidInput: with every wrong field.
    """
    try:
        return build_query(spec, account_id=account.id, provider=account.provider, raw=raw, page_size=page_size)
    except InvalidInput as error:
        raise _under_option(error, PAGE_SIZE_KEY, "--page-size") from None


def read_columns(spec: SearchSpec, text: str | None) -> tuple[Column, ...] | None:
    """The columns named with `--columns`; None when all are wanted.

    Raises:
        InvalidInput: naming the columns there are.
    """
    if text is None:
        return None
    try:
        keys = list(dict.fromkeys(parse_text_list(text)))
    except ValueError as error:
        raise InvalidInput((FieldProblem("--columns", str(error)),)) from None
    unknown: list[str] = []
    columns: list[Column] = []
    for key in keys:
        try:
            columns.append(spec.column(key))
        except KeyError:
            unknown.append(key)
    if unknown or not columns:
        there_are = ", ".join([column.key for column in spec.columns] + [f"{name}.…" for name in spec.open_sections])
        words = f"no such column: {', '.join(unknown)}" if unknown else "name at least one column"
        raise InvalidInput((FieldProblem("--columns", f"{words}; there are: {there_are}"),))
    return tuple(columns)


def read_limit(limit: int | None, *, everything: bool) -> int | None:
    """How many records to load at most; None for all.

    Raises:
        InvalidInput: the limit is below 1.
    """
    if everything:
        return None
    if limit is not None and limit < 1:
        raise InvalidInput((FieldProblem("--limit", "the least is 1"),))
    return DEFAULT_LIMIT if limit is None else limit


def check_target(target: Path) -> None:
    """Refuse what no file can be written to.

    Raises:
        InvalidInput: with the cause.
    """
    export.format_of(target, field="--to")
    try:
        export.check_target(target)
    except LeaddeskError as error:
        raise InvalidInput((FieldProblem("--to", error.what),)) from None


def _read_value(spec: SearchSpec, key: str, value: str) -> str | Sequence[str]:
    if not value.startswith("@"):
        value.encode()  # an argument that was no text comes with halves of characters, which nothing can send
        return value
    text = read_standard_input() if value == "@-" else Path(value[1:]).read_text("utf-8-sig")
    if not text.strip():
        raise ValueError("nothing stands there; leave the field out to search without it")
    kind = next((item.kind for item in spec.fields if item.key == key), None)
    return text.splitlines() if kind is FieldKind.TEXT_LIST else text


def _under_option(error: InvalidInput, key: str, option: str) -> InvalidInput:
    """The same problems, with the option's name where a script gives the value by an option."""
    return InvalidInput(
        tuple(replace(problem, field=option) if problem.field == key else problem for problem in error.problems)
    )
