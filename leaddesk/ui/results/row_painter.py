"""Paints the rows of a table of records: each row is asked of the model once, and drawn by few calls.

The stock delegate asks a model in Python for eight things of each cell and lays each text out twice; for a window full
of rows that takes longer than fetching them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, cast

from PySide6.QtCore import QItemSelectionRange, QRect, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QTableView

from leaddesk.ui.results.cell_roles import ticked_tint
from leaddesk.ui.results.fitted_texts import FittedTexts
from leaddesk.ui.results.headings import NUMBER_KINDS
from leaddesk.ui.results.record_table_model import TICK_COLUMN, RecordTableModel
from leaddesk.ui.results.row_cells import RowCells
from leaddesk.ui.results.tick_boxes import TickBoxes

TEXT_MARGIN_PIXELS: Final = 7
"""Between the edge of a cell and its text, on either side."""
_TEXT_COLOURS: Final = (
    QPalette.ColorRole.Text,
    QPalette.ColorRole.PlaceholderText,
    QPalette.ColorRole.HighlightedText,
)
_AT_RIGHT: Final = int(
    (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute).value | Qt.TextFlag.TextSingleLine.value
)


@dataclass(frozen=True, slots=True)
class _Band:
    """Neighbouring rows that are painted together; all have the same height."""

    rows: list[RowCells]
    first: int
    top: int
    height: int
    selected: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Strip:
    """A column in view: its place among the model's columns, and where its texts stand."""

    place: int
    text_left: int
    room: int
    at_right: bool


class RowPainter:
    """Grounds, texts and tick boxes of the rows in view."""

    def __init__(self, table: QTableView, model: RecordTableModel) -> None:
        """Paints rows of `model` where `table` has them; the table calls `forget` when its looks have changed."""
        self._table = table
        self._model = model
        self._boxes = TickBoxes(table)
        self._texts: FittedTexts | None = None

    def forget(self) -> None:
        """Font, style or colours have changed."""
        self._texts = None
        self._boxes.forget()

    def paint(self, painter: QPainter, area: QRect) -> None:
        """Paint what of the rows lies in this part of the viewport; its ground is painted already."""
        band = self._band(area)
        if band is None:
            return
        self._paint_grounds(painter, band)
        strips = self._strips(area)
        if strips:
            self._paint_texts(painter, band, strips)
        if not self._table.isColumnHidden(TICK_COLUMN):
            self._paint_boxes(painter, band, area)

    def _band(self, area: QRect) -> _Band | None:
        table = self._table
        first, last = table.rowAt(area.top()), table.rowAt(area.bottom())
        if first < 0:
            return None
        last = self._model.rowCount() - 1 if last < 0 else last
        rows = self._model.rows_to_paint(first, last)
        parts = cast("Iterable[QItemSelectionRange]", table.selectionModel().selection())
        selected = frozenset(
            row for part in parts for row in range(max(first, part.top()), min(last, part.bottom()) + 1)
        )
        return _Band(rows, first, table.rowViewportPosition(first), table.rowHeight(first), selected)

    def _strips(self, area: QRect) -> list[_Strip]:
        table, is_mirrored = self._table, self._table.isRightToLeft()
        found: list[_Strip] = []
        for place, column in enumerate(self._model.columns):
            left, width = table.columnViewportPosition(place + 1), table.columnWidth(place + 1)
            room = width - 2 * TEXT_MARGIN_PIXELS
            if room > 0 and left <= area.right() and left + width > area.left():
                at_right = (column.kind in NUMBER_KINDS) != is_mirrored
                found.append(_Strip(place, left + TEXT_MARGIN_PIXELS, room, at_right))
        return found

    def _paint_grounds(self, painter: QPainter, band: _Band) -> None:
        palette = self._table.palette()
        alternate = palette.color(QPalette.ColorRole.AlternateBase)
        selected, ticked = palette.color(QPalette.ColorRole.Highlight), ticked_tint(palette)
        left, width = self._extent()
        top = band.top
        for row, cells in enumerate(band.rows, band.first):
            if row in band.selected:
                painter.fillRect(left, top, width, band.height, selected)
            else:
                if row % 2:
                    painter.fillRect(left, top, width, band.height, alternate)
                if self._model.is_ticked(cells):
                    painter.fillRect(left, top, width, band.height, ticked)
            top += band.height

    def _extent(self) -> tuple[int, int]:
        """Where the rows begin and how long they are."""
        heading = self._table.horizontalHeader()
        length = heading.length() - heading.offset()
        if self._table.isRightToLeft():
            return self._table.viewport().width() - length, length
        return -heading.offset(), heading.length()

    def _paint_texts(self, painter: QPainter, band: _Band, strips: list[_Strip]) -> None:
        metrics, palette, zone = self._table.fontMetrics(), self._table.palette(), self._model.zone
        fit = self._fitted_texts().fit
        usual, muted, selected = (QPen(palette.color(role)) for role in _TEXT_COLOURS)
        painter.setLayoutDirection(self._table.layoutDirection())
        painter.setPen(usual)
        pen = usual
        baseline = band.top + (band.height - metrics.height()) // 2 + metrics.ascent()
        for row, cells in enumerate(band.rows, band.first):
            for strip in strips:
                text = cells.text(strip.place, zone)
                if text:
                    wanted = selected if row in band.selected else muted if cells.is_muted(strip.place) else usual
                    if wanted is not pen:
                        painter.setPen(wanted)
                        pen = wanted
                    shown = fit(text, strip.room)
                    if strip.at_right:
                        top = baseline - metrics.ascent()
                        painter.drawText(QRect(strip.text_left, top, strip.room, metrics.height()), _AT_RIGHT, shown)
                    else:
                        painter.drawText(strip.text_left, baseline, shown)
            baseline += band.height

    def _fitted_texts(self) -> FittedTexts:
        if self._texts is None:
            self._texts = FittedTexts(self._table.fontMetrics())
        return self._texts

    def _paint_boxes(self, painter: QPainter, band: _Band, area: QRect) -> None:
        left, width = self._table.columnViewportPosition(TICK_COLUMN), self._table.columnWidth(TICK_COLUMN)
        if left > area.right() or left + width <= area.left():
            return
        place = self._boxes.place_in(QRect(left, band.top, width, band.height))
        for row, cells in enumerate(band.rows, band.first):
            self._boxes.paint(painter, place, is_ticked=self._model.is_ticked(cells), is_selected=row in band.selected)
            place.translate(0, band.height)
