from __future__ import annotations

import csv
import io
from datetime import UTC

import pytest
from PySide6.QtGui import QGuiApplication

from leaddesk.domain.cell import Kind
from leaddesk.ui.results.clipboard import MOST_COPIED_ROWS, copy_rows, copy_value
from tests.ui.results.sample_leads import COLUMNS, column, leads, record

pytestmark = pytest.mark.usefixtures("qapp")


def test_rows_are_copied_in_the_order_of_the_columns_given():
    columns = (COLUMNS[4], COLUMNS[0])
    assert copy_rows(leads(2), columns, UTC) == "2 rows, 2 columns copied"
    data = QGuiApplication.clipboard().mimeData()
    rows = list(csv.reader(io.StringIO(data.text()), dialect="excel-tab"))
    assert rows == [["(775) 555-0100", "90210000"], ["7755550101", "90210001"]]
    assert data.html().count("<tr>") == 2


def test_headings_are_copied_when_wanted():
    assert copy_rows(leads(1), COLUMNS[:2], UTC, headings=True) == "1 row, 2 columns copied with headings"
    assert QGuiApplication.clipboard().text().splitlines()[0] == "Lead number\tDate added (UTC)"


def test_a_single_value_is_copied_raw_and_as_plain_text_only():
    words = copy_value('<b>"x"</b>\ty', COLUMNS[2], UTC)
    data = QGuiApplication.clipboard().mimeData()
    assert words == "“First name” copied"
    assert data.text() == '<b>"x"</b>\ty'
    assert not data.hasHtml()


def test_copying_nothing_says_so_and_leaves_the_clipboard_alone():
    copy_value("before", COLUMNS[2], UTC)
    assert copy_rows((), COLUMNS, UTC) == "Nothing to copy"
    assert QGuiApplication.clipboard().text() == "before"


def test_a_value_that_cannot_be_read_is_marked_and_counted():
    broken = record({"UID": 1}, key="1")
    object.__setattr__(broken, "source", b"{not json")
    words = copy_rows((broken,), (column("UID", "Lead number", Kind.IDENTIFIER), COLUMNS[2]), UTC)
    assert words == "1 row, 2 columns copied; 2 values could not be read, marked “?”"
    assert QGuiApplication.clipboard().text() == "?\t?\n"


def test_more_rows_than_a_clipboard_is_made_for_are_not_copied_in_part():
    copy_value("before", COLUMNS[2], UTC)
    words = copy_rows(leads(1) * (MOST_COPIED_ROWS + 1), COLUMNS, UTC)
    assert words.startswith("Nothing copied: 5,001 rows are too many.")
    assert QGuiApplication.clipboard().text() == "before"
