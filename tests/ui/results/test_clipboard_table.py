from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, tzinfo
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.domain.cell import NOT_SENT, Kind
from leaddesk.ui.results.clipboard_table import build_cells, build_html, build_text, clean_text, copy_cell
from tests.ui.results.sample_leads import column

TEXT, PHONE = column("Name", "Name", Kind.TEXT), column("Phone", "Phone", Kind.PHONE)
PRICE, ADDED = column("Price", "Price", Kind.MONEY), column("Added", "Date added", Kind.MOMENT)
BERLIN = ZoneInfo("Europe/Berlin")
NASTY = (
    "plain", "tab\there", "two\nlines", 'a "quoted" word', '"', "", " two  blanks ", "=1+1", "+15550100", "-2", "@x",
    "<b>bold</b>", '<img src="//host/share/a.png">', "a & b", "00123", "1E5", "comma, here", "semi;colon", "’“…ß漢字😀",
)  # fmt: skip


class TableReader(HTMLParser):
    """Reads an HTML table back: texts and styles of its cells, and every other tag that turned up."""

    def __init__(self):
        super().__init__()
        self.rows: list[list[str]] = []
        self.styles: list[list[str]] = []
        self.tags: set[str] = set()
        self._inside = False

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
            self.styles.append([])
        elif tag in {"td", "th"}:
            self._inside = True
            self.rows[-1].append("")
            self.styles[-1].append(dict(attrs).get("style") or "")
        elif tag == "br":
            self.rows[-1][-1] += "\n"

    def handle_endtag(self, tag):
        self._inside = self._inside and tag not in {"td", "th"}

    def handle_data(self, data):
        if self._inside:
            self.rows[-1][-1] += data


def read_html(text):
    reader = TableReader()
    reader.feed(text)
    return reader


def table_of(rows, columns, *, headings=False, decimal_point=".", zone: tzinfo = UTC):
    return build_cells(rows, columns, zone, headings=headings, decimal_point=decimal_point)


def read_tabs(text):
    return list(csv.reader(io.StringIO(text, newline=""), dialect="excel-tab"))


@pytest.mark.parametrize("value", NASTY)
def test_a_nasty_value_comes_out_of_the_text_as_it_was(value):
    table = table_of([[value, "right"], ["below", value]], [TEXT, TEXT])
    assert read_tabs(build_text(table)) == [[value, "right"], ["below", value]]


@pytest.mark.parametrize("value", NASTY)
def test_a_nasty_value_comes_out_of_the_html_as_text_and_not_as_markup(value):
    read = read_html(build_html(table_of([[value, "right"]], [TEXT, TEXT]), headings=False))
    assert read.rows == [[value, "right"]]
    assert all(r"mso-number-format:'\@'" in style for style in read.styles[0])
    assert read.tags <= {"html", "head", "meta", "body", "table", "tr", "td", "br", "span"}


@settings(max_examples=150)
@given(st.lists(st.lists(st.text(), min_size=3, max_size=3), min_size=1, max_size=4))
def test_any_texts_come_out_of_both_forms_as_they_were(rows):
    table = table_of(rows, [TEXT, TEXT, TEXT])
    cleaned = [[clean_text(value) for value in row] for row in rows]
    assert read_tabs(build_text(table)) == cleaned
    read = read_html(build_html(table, headings=False))
    assert read.rows == cleaned


def test_a_single_cell_is_copied_raw():
    assert build_text(table_of([['tab\t "quotes"\nline']], [TEXT])) == 'tab\t "quotes"\nline'


def test_phones_keep_their_zeros_and_are_marked_as_text():
    read = read_html(build_html(table_of([["0049555010", 5.0]], [PHONE, PRICE]), headings=False))
    assert read.rows[0] == ["0049555010", "5"]
    assert r"mso-number-format:'\@'" in read.styles[0][0]
    assert r"\@" not in read.styles[0][1]


@pytest.mark.parametrize(
    ("value", "point", "text"),
    [
        (1234567.5, ".", "1234567.5"),
        (1234.5, ",", "1234,5"),
        (0.125, ".", "0.125"),
        (1e-7, ".", "0.0000001"),
        (1e20, ".", "100000000000000000000"),
        (-3, ".", "-3"),
    ],
)
def test_numbers_lose_no_digit_and_have_no_grouping(value, point, text):
    assert copy_cell(value, PRICE, UTC, point).text == text


def test_a_number_too_long_for_a_spreadsheet_stays_text():
    assert r"\@" in copy_cell(1234567890123456789, PRICE, UTC, ".").style


def test_times_are_copied_in_the_zone_that_the_heading_names():
    moment = datetime(2026, 11, 20, 13, 2, 10, tzinfo=UTC)
    table = table_of([[moment]], [ADDED], headings=True, zone=BERLIN)
    assert read_tabs(build_text(table)) == [["Date added (Europe/Berlin)"], ["2026-11-20 14:02:10"]]
    assert "yyyy" in table[1][0].style


def test_a_time_without_zone_is_copied_as_text_with_its_mark():
    cell = copy_cell(datetime(2026, 1, 2, 3, 4), ADDED, BERLIN, ".")  # noqa: DTZ001
    assert cell.text == "2026-01-02 03:04:00 (zone not given)"
    assert r"\@" in cell.style


def test_not_sent_null_and_empty_are_copied_as_nothing():
    assert read_tabs(build_text(table_of([[NOT_SENT, None, "", "x"]], [TEXT] * 4))) == [["", "", "", "x"]]


def test_a_null_character_cannot_cut_the_clipboard_off():
    assert copy_cell("a\x00b\x07\r\nc", TEXT, UTC, ".").text == "a�b�\nc"
