"""What stands at the head of the table: drawn once, and anew whenever it shows something else."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPalette

from leaddesk.ui.results.column_header import ColumnHeader
from tests.ui.results.sample_leads import COLUMNS, leads

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

FIRST_NAME, PHONE = 3, 5


def title(table, section) -> QImage:
    table.grab()  # what is still to be laid out is laid out
    part = table.grid if table.grid.frozen.isColumnHidden(section) else table.grid.frozen
    heading = part.heading
    place = QRect(heading.sectionViewportPosition(section), 0, heading.sectionSize(section), heading.height())
    return heading.viewport().grab(place).toImage()


@pytest.fixture(autouse=True)
def _no_mouse(monkeypatch):
    """Offscreen the mouse rests in the upper left corner."""
    monkeypatch.setattr(ColumnHeader, "underMouse", lambda _self: False)


@pytest.fixture
def drawn(monkeypatch) -> list[int]:
    """Sections that are drawn and not copied from now on."""
    found: list[int] = []
    original = ColumnHeader._draw_section
    monkeypatch.setattr(
        ColumnHeader,
        "_draw_section",
        lambda self, section, painter, rect: found.append(section) or original(self, section, painter, rect),
    )
    return found


def test_a_page_with_the_same_columns_has_its_titles_copied(table, drawn):
    table.grid.setColumnWidth(FIRST_NAME, 133)
    before = title(table, FIRST_NAME)
    assert FIRST_NAME in drawn
    drawn.clear()
    table.show_page(leads(60, 60), COLUMNS, table.columns.layout, UTC)
    assert title(table, FIRST_NAME) == before
    assert FIRST_NAME not in drawn


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_copy_is_the_title_to_the_pixel(table, monkeypatch, scale):
    copied = [title(table, section) for section in range(3, 6)]
    copied_again = [title(table, section) for section in range(3, 6)]
    monkeypatch.setattr(table.grid.heading, "devicePixelRatioF", lambda: scale + 0.5)  # no copies
    drawn = [title(table, section) for section in range(3, 6)]
    assert copied == copied_again == drawn


def test_the_arrow_goes_where_the_order_is(table):
    plain = title(table, PHONE)
    table.set_sort_indicator("Fields.Phone", descending=False)
    up = title(table, PHONE)
    table.set_sort_indicator("Fields.Phone", descending=True)
    down = title(table, PHONE)
    table.set_sort_indicator("Fields.City", descending=True)
    assert plain not in (up, down)
    assert up != down
    assert title(table, PHONE) == plain


def test_the_mark_of_a_filter_comes_and_goes(table):
    plain = title(table, PHONE)
    table.model.set_filtered(frozenset({"Fields.Phone"}))
    assert title(table, PHONE) != plain
    table.model.set_filtered(frozenset())
    assert title(table, PHONE) == plain


def test_the_box_above_the_ticks_tells_none_some_and_all(table):
    none = title(table, 0)
    table.model.toggle_row(3)
    some = title(table, 0)
    table.model.select_shown()
    every = title(table, 0)
    table.model.clear_selection()
    assert title(table, 0) == none
    assert none != some != every != none


def test_a_title_follows_its_column_its_zone_and_its_width(table):
    dates = title(table, 2)
    table.show_page(leads(60), COLUMNS, table.columns.layout, ZoneInfo("Europe/Berlin"))
    assert title(table, 2).size() == dates.size()
    assert title(table, 2) != dates
    phone, name = title(table, PHONE), title(table, FIRST_NAME)
    table.grid.setColumnWidth(PHONE, phone.width())
    table.grid.setColumnWidth(FIRST_NAME, phone.width())
    assert title(table, FIRST_NAME) not in (name, phone)


def test_other_colours_and_another_font_are_taken_up(table):
    before = title(table, PHONE)
    palette = QPalette(table.grid.heading.palette())
    for role in (QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
        palette.setColor(role, QColor("#00aa00"))
    table.grid.heading.setPalette(palette)
    coloured = title(table, PHONE)
    assert coloured != before
    font = table.grid.heading.font()
    font.setItalic(True)
    table.grid.heading.setFont(font)
    assert title(table, PHONE) not in (before, coloured)


def test_a_heading_below_the_mouse_is_drawn_as_it_is(table, drawn, monkeypatch):
    title(table, PHONE)
    drawn.clear()
    monkeypatch.setattr(table.grid.heading, "underMouse", lambda: True)
    title(table, PHONE)
    assert PHONE in drawn
