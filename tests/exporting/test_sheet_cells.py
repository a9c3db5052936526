# ruff: noqa: DTZ001 - local times, as spreadsheets hold them
from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import from_excel, to_excel

from leaddesk.exporting.cell_columns import column_of
from leaddesk.exporting.sheet_cells import MomentLook, column_xml, day_number, xml_text

NEW_YORK = ZoneInfo("America/New_York")
TEXTS = st.text(max_size=12) | st.sampled_from(
    [
        " lead",
        "trail ",
        "\ttab",
        "a\nb",
        "\n",
        "<b>",
        "a & b",
        "]]>",
        "_x0041_",
        "_x004",
        "x\x00\x1f",
        "\ufffe",
        "😀",
        "\u2028",
        "\x7f",
    ]
)
CELLS = (
    st.none() | TEXTS | st.booleans() | st.integers(-(10**15) + 1, 10**15 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.datetimes(datetime(1800, 1, 1), datetime(9990, 1, 1), timezones=st.just(UTC))
)  # fmt: skip


def xml_of(cells: list[Any], zone: tzinfo = UTC) -> list[str]:
    rows = [str(row) for row in range(2, len(cells) + 2)]
    return column_xml("AB", rows, column_of(cells), MomentLook(zone, 2), lambda: None)


def meaning(xml: str) -> tuple[str, str, str, str]:
    """Place, type, style and content of one cell, the content as Excel reads it."""
    cell = ElementTree.fromstring(xml)
    inner = next(iter(cell.iter("t")), None) if cell.get("t") == "inlineStr" else cell.find("v")
    assert inner is not None
    text = re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), inner.text or "")
    space = inner.get("{http://www.w3.org/XML/1998/namespace}space")
    assert space == ("preserve" if re.search(r"\A\s|\s\Z", text) else None)
    return cell.get("r", ""), cell.get("t", ""), cell.get("s", ""), text


@given(
    st.lists(CELLS, min_size=1, max_size=6) | st.lists(TEXTS | st.none(), min_size=1, max_size=6)
    | st.lists(st.datetimes(datetime(1899, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)) | st.none(), min_size=1, max_size=4),
    st.sampled_from([UTC, NEW_YORK]),
)  # fmt: skip
@example(["a", "<", ">", "&amp;", ""], UTC)
@example(["a ", "b"], UTC)
@example(["a", " b"], UTC)
@example(["", "", ""], UTC)
@settings(max_examples=300)
def test_a_column_is_written_as_each_of_its_cells_alone(cells: list[Any], zone: tzinfo) -> None:
    alone = [xml_of([cell], zone)[0] for cell in cells]
    together = xml_of(cells, zone)
    assert [xml != "" for xml in together] == [cell is not None and cell != "" for cell in cells]
    for row, (one, other) in enumerate(zip(together, alone, strict=True), start=2):
        if one:
            assert meaning(one) == (f"AB{row}", *meaning(other)[1:])


@given(st.lists(TEXTS, min_size=1, max_size=5))
@settings(max_examples=200)
def test_texts_read_back_letter_for_letter(texts: list[str]) -> None:
    for text, xml in zip(texts, xml_of(list(texts)), strict=True):
        assert (meaning(xml)[3] if xml else "") == text


def test_every_type_of_cell_has_its_own_form() -> None:
    moment = datetime(2026, 1, 31, 8, tzinfo=UTC)
    assert xml_of(["00123"]) == ['<c r="AB2" t="inlineStr"><is><t>00123</t></is></c>']
    assert xml_of([12, 1.5, None]) == ['<c r="AB2"><v>12</v></c>', '<c r="AB3"><v>1.5</v></c>', ""]
    assert xml_of([True, False]) == ['<c r="AB2" t="b"><v>1</v></c>', '<c r="AB3" t="b"><v>0</v></c>']
    assert xml_of([moment]) == [f'<c r="AB2" s="2"><v>{46053 + 1 / 3!r}</v></c>']
    assert xml_of(["x", 1, True, moment, None]) == [
        '<c r="AB2" t="inlineStr"><is><t>x</t></is></c>',
        '<c r="AB3"><v>1</v></c>',
        '<c r="AB4" t="b"><v>1</v></c>',
        f'<c r="AB5" s="2"><v>{46053 + 1 / 3!r}</v></c>',
        "",
    ]


@given(st.datetimes(datetime(1900, 1, 1), datetime(9990, 1, 1)))
@example(datetime(1900, 1, 1))
@example(datetime(1900, 2, 28, 23, 59, 59))
@example(datetime(1900, 3, 1))
@settings(max_examples=200)
def test_day_numbers_are_those_of_another_library(local: datetime) -> None:
    number = day_number(local)
    if local >= datetime(1900, 3, 1):
        assert number == pytest.approx(to_excel(local), abs=1e-9)
    read_back = from_excel(number)
    assert isinstance(read_back, datetime)
    assert abs(read_back - local) < timedelta(milliseconds=1)


def test_text_in_xml_has_no_character_that_xml_cannot_hold() -> None:
    every = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x11000))))
    assert ElementTree.fromstring(f"<t>{xml_text(every)}</t>").text is not None
