"""JSON values as vendors send them, and as they should not: what the compact form must give back unchanged."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from leaddesk.domain.cell import NOT_SENT, CellValue, Kind
from leaddesk.domain.cell_words import in_zone
from leaddesk.domain.columns import Column
from leaddesk.domain.record import Record, RecordKind

TEXTS = st.one_of(
    st.text(max_size=12).filter(lambda text: not any("\ud800" <= character <= "\udfff" for character in text)),
    st.sampled_from(
        [
            "", " ", "\x1c", "\x85", "\u2003", "José", "JOSE", "jose ", " Straße", "STRASSE", "007", "7", "0", "40",
            "1" * 25, "٣", "²", "(202) 555-0123", "202.555.0123", "+1 202 555 0123", "True", "no", "1", "12.50",
            "1e5", "NaN", "ﬁne", "İstanbul", "a\x00b", "line\nbreak",
        ]
    ),
)  # fmt: skip
MOMENTS = st.one_of(
    st.datetimes().map(lambda moment: moment.isoformat() + "Z"),
    st.datetimes().map(lambda moment: moment.isoformat()),
    st.sampled_from(
        [
            "0001-01-01T00:00:00Z", "0999-05-05T01:02:03Z", "2026-02-30T00:00:00Z", "2026-01-05T24:00:00Z",
            "2026-01-05T09:10:60Z", "2026-01-05T09:10:11.1234567Z", "2026-01-05T09:10:11+05:30", "2026-01-05",
            "9999-12-31T23:59:59-05:00", "1000-01-01T00:00:00+12:00", "2026-03-08T07:00:00Z", "2026-11-01T05:30:00Z",
            "1969-12-31T23:59:59.999Z", " 2026-01-05T09:10:11Z ", "2026-01-05T09:10:11,5Z", "２026-01-05T09:10:11Z",
        ]
    ),
)  # fmt: skip
NUMBERS = st.one_of(
    st.integers(-(10**20), 10**20),
    st.integers(-100, 100),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0.1, 12.5, -0.0, 5.0, 2**53, 2**53 - 1, -(2**53), 2**63, 10**400, 1e300, 43.34]),
)
LOOSE = st.sampled_from([None, True, False, [], {}, {"a": [1, "x"]}, [1, 2], "  ", "", "12", "12.5", "007", "yes", "x"])
VALUES = st.one_of(st.just(NOT_SENT), LOOSE, TEXTS, MOMENTS, NUMBERS)
KINDS = st.sampled_from(list(Kind))


def values_of(kind: Kind) -> st.SearchStrategy[Any]:
    """Mostly what fits the kind."""
    if kind is Kind.MOMENT:
        return st.one_of(MOMENTS, MOMENTS, MOMENTS, VALUES)
    if kind in {Kind.INTEGER, Kind.NUMBER, Kind.MONEY}:
        return st.one_of(NUMBERS, NUMBERS, NUMBERS, VALUES)
    if kind is Kind.YES_NO:
        return st.one_of(st.booleans(), st.booleans(), VALUES)
    return st.one_of(TEXTS, TEXTS, TEXTS, VALUES)


KINDS_AND_VALUES = KINDS.flatmap(lambda kind: st.tuples(st.just(kind), st.lists(values_of(kind), max_size=25)))


def column(kind: Kind, key: str = "Fields.X") -> Column:
    return Column(key, key, kind, tuple(key.split(".")))


def record(values: dict[str, Any], row: int = 0) -> Record:
    """A record of these members; those that are NOT_SENT are left out."""
    sent = {key: value for key, value in values.items() if value is not NOT_SENT}
    return Record("a", "p", RecordKind.LEAD, f"id-{row}", json.dumps(sent).encode(), row)


def records_of(values: Sequence[Any]) -> list[Record]:
    """One record for each value of `Fields.X`."""
    return [record({"Fields": {} if value is NOT_SENT else {"X": value}}, row) for row, value in enumerate(values)]


def same_cell(left: CellValue, right: CellValue) -> bool:
    """Alike to the last digit; moments as the same instant, both with a zone or both without."""
    if isinstance(left, float) and isinstance(right, float) and math.isnan(left):
        return math.isnan(right)
    if isinstance(left, datetime) and isinstance(right, datetime):
        return (left.tzinfo is None) == (right.tzinfo is None) and _instant(left) == _instant(right)
    if isinstance(left, bool) != isinstance(right, bool):
        return False
    return left == right


def _instant(moment: datetime) -> datetime:
    return moment if moment.tzinfo is None else in_zone(moment, UTC)
