"""Reads what was typed into a search field: text in, typed value out, or words that say what to write instead. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from leaddesk.domain.cell import parse_moment
from leaddesk.domain.search_field import ConditionRow, FieldKind, SearchField

RawValues = Mapping[str, str | Sequence[str]]
"""Input as it was typed: text, or a list of texts for list fields. Blank means not filled in."""


def parse_field(item: SearchField, raw: str | Sequence[str]) -> Any:
    """The typed value, or None when not filled in.

    Raises:
        ValueError: with words for the person.
    """
    if item.kind in _LIST_PARSERS:
        return _LIST_PARSERS[item.kind](item, raw) or None
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


@dataclass(frozen=True, slots=True)
class CleanedIds:
    """Ids as they were pasted, cleaned: each once, in order; and what was left out on the way.

    `repeats` and `blanks` are counted; `junk` holds what is no id, as it was typed.
    """

    ids: tuple[str, ...]
    repeats: int
    blanks: int
    junk: tuple[str, ...]

    @property
    def left_out_words(self) -> str:
        """What was left out, in one sentence; empty when nothing was but blanks."""
        parts = [
            f"{self.repeats:,} repeated" if self.repeats else "",
            f"{len(self.junk):,} no ids" if self.junk else "",
        ]
        told = " and ".join(part for part in parts if part)
        example = f" (such as “{_shorten(self.junk[0])}”)" if self.junk else ""
        return f"Of the ids given, {told}{example} were left out." if told else ""


def clean_ids(raw: str | Sequence[str], pattern: str = "") -> CleanedIds:
    """Ids from a spreadsheet column, a letter or a list: parted at line breaks, commas, semicolons and blanks.

    Quotes and brackets around an id are taken off. Ids that differ only in case are the same id.
    """
    text = raw if isinstance(raw, str) else "\n".join(raw)
    blanks = sum(1 for line in text.strip("\n").split("\n") if not line.strip()) if text.strip() else 0
    found: dict[str, str] = {}
    junk: list[str] = []
    repeats = 0
    for part in re.split(r"[\s,;]+", text):
        bare = part.strip("\"'[](){}<>“”‘’\ufeff\u200b")
        if not bare:
            continue
        if pattern and re.fullmatch(pattern, bare) is None:
            junk.append(bare)
        elif bare.lower() in found:
            repeats += 1
        else:
            found[bare.lower()] = bare
    return CleanedIds(tuple(found.values()), repeats, blanks, tuple(junk))


def _parse_ids(item: SearchField, raw: str | Sequence[str]) -> tuple[str, ...]:
    cleaned = clean_ids(raw, item.pattern)
    if cleaned.junk and not cleaned.ids:
        kind = f": {item.pattern_words}" if item.pattern_words else ""
        raise ValueError(f"“{_shorten(cleaned.junk[0])}” is no id{kind}")
    if item.maximum is not None and len(cleaned.ids) > item.maximum:
        raise ValueError(f"these are {len(cleaned.ids):,} ids; the most at once is {item.maximum:,}")
    return cleaned.ids


def _parse_texts(item: SearchField, raw: str | Sequence[str]) -> tuple[str, ...]:
    texts = parse_text_list(raw)
    if item.maximum is not None and len(texts) > item.maximum:
        raise ValueError(f"these are {len(texts):,}; the most at once is {item.maximum:,}")
    if item.choices and not item.allow_other and not item.choices_from:
        return tuple(_parse_choice(item, text) for text in texts)
    return texts


def _parse_moments(_item: SearchField, raw: str | Sequence[str]) -> tuple[datetime, ...]:
    return tuple(parse_date_input(text) for text in parse_text_list(raw))


def _parse_condition_list(item: SearchField, raw: str | Sequence[str]) -> tuple[dict[str, Any], ...]:
    text = raw if isinstance(raw, str) else f"[{','.join(raw)}]"
    if not text.strip():
        return ()
    decoded = _decode_json(text, _example_of(item))
    if not isinstance(decoded, list):
        raise ValueError(f"this must be a JSON list like {_example_of(item)}")
    return tuple(_check_condition(item, number, entry) for number, entry in enumerate(cast("list[Any]", decoded), 1))


def _check_condition(item: SearchField, number: int, entry: Any) -> dict[str, Any]:
    row = item.row or ConditionRow("name", "values")
    if not isinstance(entry, dict):
        raise ValueError(f"entry {number} must be an object like {_example_of(item)[1:-1]}")
    condition = cast("dict[str, Any]", entry)
    keys = [key for key in (row.name_key, row.operator_key, row.values_key) if key]
    unknown = [key for key in condition if key not in keys]
    if unknown:
        raise ValueError(f"entry {number}: there is no “{_shorten(unknown[0])}”; there are: {', '.join(keys)}")
    name = condition.get(row.name_key, row.fixed_name)
    if not isinstance(name, str) or not name.strip() or (row.fixed_name and name != row.fixed_name):
        raise ValueError(f"entry {number}: {row.name_key} must be {row.fixed_name or 'a name'}")
    operator = condition.get(row.operator_key, "") if row.operator_key else ""
    known = [known.wire for known in row.operators]
    if row.operator_key and operator not in known:
        raise ValueError(f"entry {number}: {row.operator_key} must be one of {', '.join(known)}")
    values = _condition_values(condition.get(row.values_key, []), row, number)
    if operator in row.no_value:
        values = []
    elif not values:
        raise ValueError(f"entry {number}: {row.values_key} needs a value")
    elif len(values) > 1 and row.operator_key and operator not in row.many_values:
        raise ValueError(f"entry {number}: “{operator}” takes one value; several go with {', '.join(row.many_values)}")
    checked = {row.name_key: name.strip(), **({row.operator_key: operator} if row.operator_key else {})}
    return {**checked, row.values_key: values}


def _condition_values(raw: Any, row: ConditionRow, number: int) -> list[Any]:
    items = cast("list[Any]", raw) if isinstance(raw, list) else [raw]
    if any(isinstance(item, bool) or not isinstance(item, (str, int, float)) for item in items):
        raise ValueError(f"entry {number}: {row.values_key} must be texts or numbers")
    texts = [str(item).strip() for item in items if str(item).strip()]
    if not row.number_values:
        return texts
    if not all(re.fullmatch(r"\d{1,19}", text) for text in texts):
        raise ValueError(f"entry {number}: {row.values_key} must be whole numbers")
    return [int(text) for text in texts]


def _example_of(item: SearchField) -> str:
    row = item.row or ConditionRow("name", "values")
    operator = {row.operator_key: row.operators[0].wire} if row.operator_key and row.operators else {}
    values = [111] if row.number_values else ["…"]
    return json.dumps([{row.name_key: row.fixed_name or "…", **operator, row.values_key: values}], ensure_ascii=False)


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


def _parse_conditions(item: SearchField, text: str) -> dict[str, Any]:
    compares = any(operator.wire for operator in item.operators)
    example = '{"LoanAmount": {"$gte": 150000}}' if compares else '{"name": "value"}'
    decoded = _decode_json(text, example, "an object")
    if not isinstance(decoded, dict):
        raise ValueError(f"this must be a JSON object like {example}")
    return cast("dict[str, Any]", decoded)


def _decode_json(text: str, example: str, thing: str = "a list") -> object:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except RecursionError:
        raise ValueError("this is nested too deeply") from None
    except ValueError as error:
        where = f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise ValueError(f"this is not JSON{where}; write {thing} like {example}") from None


def _parse_free_text(item: SearchField, text: str) -> str:
    if item.pattern and re.fullmatch(item.pattern, text) is None:
        raise ValueError(f"write {item.pattern_words}, not “{_shorten(text)}”")
    return text


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


_PARSERS: Mapping[FieldKind, Callable[[SearchField, str], Any]] = {
    FieldKind.TEXT: _parse_free_text,
    FieldKind.INTEGER: _parse_integer,
    FieldKind.CHOICE: _parse_choice,
    FieldKind.MOMENT: lambda _item, text: parse_date_input(text),
    FieldKind.CONDITIONS: _parse_conditions,
    FieldKind.YES_NO: _parse_yes_no,
}
_LIST_PARSERS: Mapping[FieldKind, Callable[[SearchField, str | Sequence[str]], tuple[Any, ...]]] = {
    FieldKind.TEXT_LIST: _parse_texts,
    FieldKind.ID_LIST: _parse_ids,
    FieldKind.MOMENT_LIST: _parse_moments,
    FieldKind.CONDITION_LIST: _parse_condition_list,
}
