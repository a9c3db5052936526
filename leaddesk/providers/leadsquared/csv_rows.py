"""The report's CSV answer as rows. Little of it is documented (dossier section 6): read as RFC 4180 with a heading.

A row becomes a JSON object of leaddesk's own making, heading to text, so that it is kept and shown as any other;
its values are the vendor's, letter for letter.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from leaddesk.domain.errors import AnswerFault, AnswerNotUnderstood
from leaddesk.transport.json_answer import answer_fault, is_web_page
from leaddesk.transport.json_text import BLANK, as_utf8
from leaddesk.transport.messages import WireResponse

_SEPARATORS: Final = (",", ";", "\t", "|")
_MOST_CELL_CHARACTERS: Final = 8 * 1024 * 1024


def looks_like_csv(response: WireResponse) -> bool:
    """Whether this is to be read as CSV: it does not begin as JSON does, and is no web page."""
    text = as_utf8(response.body)
    content_type = response.headers.get("content-type", "").lower()
    return text.lstrip(BLANK)[:1] not in (b"{", b"[") and not is_web_page(text, content_type)


def split_csv(response: WireResponse, labels: Mapping[str, str]) -> tuple[tuple[str, ...], list[bytes]]:
    """The heading, and the rows, each as a JSON object.

    `labels` turns the account's labels of fields into their names, where the heading has labels. A value without a
    heading stands under `Column 7`, a heading that comes twice under `Name (2)`: nothing is left out. Values that a
    short row does not have are missing in it.

    Raises:
        AnswerNotUnderstood: EMPTY (not even a heading), CUT_OFF (within quotes), OTHER_SHAPE.
    """
    text = as_utf8(response.body, response.headers.get("content-type", "").lower()).decode("utf-8", "replace")
    if not text.strip():
        raise answer_fault(AnswerFault.EMPTY)
    rows = _read(text)
    given = next(rows, None) or []
    heading = [labels.get(name.strip(), name.strip()) for name in given]
    names = _tell_apart(heading)
    sources = [msgspec.json.encode(_pair(heading, names, cells)) for cells in rows if cells]
    return tuple(names), sources


def _read(text: str) -> Iterator[list[str]]:
    before = csv.field_size_limit(_MOST_CELL_CHARACTERS)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=_find_separator(text), strict=True)
    except csv.Error as error:
        raise _explain(error) from None
    finally:
        csv.field_size_limit(before)


def _explain(error: csv.Error) -> AnswerNotUnderstood:
    is_cut_off = "unexpected end of data" in str(error)
    return answer_fault(AnswerFault.CUT_OFF if is_cut_off else AnswerFault.OTHER_SHAPE)


def _find_separator(text: str) -> str:
    """The one that the heading has most of; a comma where it has none."""
    heading = text.partition("\n")[0]
    return max(_SEPARATORS, key=heading.count)


def _tell_apart(heading: list[str]) -> list[str]:
    names: dict[str, None] = {}
    for place, given in enumerate(heading, 1):
        name = given or f"Column {place}"
        times = 2
        while name in names:
            name = f"{given or 'Column'} ({times})"
            times += 1
        names[name] = None
    return list(names)


def _pair(heading: list[str], names: list[str], cells: list[str]) -> dict[str, str]:
    if len(cells) > len(names):
        names = _tell_apart([*heading, *[""] * (len(cells) - len(heading))])
    return dict(zip(names, cells, strict=False))
