"""The head of the table: movable, clickable titles, and a tick box above the ticks."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QHeaderView, QStyle, QStyleOptionButton, QWidget

from leaddesk.ui.results.cell_roles import Role
from leaddesk.ui.results.column_layout import LEAST_WIDTH_PIXELS, MOST_WIDTH_PIXELS
from leaddesk.ui.results.kept_pictures import LOOKS, KeptPictures
from leaddesk.ui.results.record_table_model import TICK_COLUMN
from leaddesk.ui.widgets.icons import icon

TICK_WIDTH_PIXELS = 34
_FILTER_SIDE = 12
_ARROW_WIDTH = 20


class ColumnHeader(QHeaderView):
    """A header whose first section is a tick box for all shown rows and never moves; filtered columns are marked.

    Signals:
        menu_requested(int, QPoint): section and global place of a right click.
    """

    menu_requested = Signal(int, QPoint)

    def __init__(self, tick_state: Callable[[], Qt.CheckState], parent: QWidget) -> None:
        """`tick_state` says whether all, some or none of the shown rows are ticked."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._tick_state = tick_state
        self._pictures = KeptPictures(self)
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(False)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(False)
        self.setMinimumSectionSize(min(LEAST_WIDTH_PIXELS, TICK_WIDTH_PIXELS))
        self.setMaximumSectionSize(MOST_WIDTH_PIXELS)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_for_menu)

    def _ask_for_menu(self, place: QPoint) -> None:
        self.menu_requested.emit(self.logicalIndexAt(place), self.mapToGlobal(place))

    def changeEvent(self, event: QEvent) -> None:
        """The pictures of the sections belong to the earlier font, style and colours."""
        super().changeEvent(event)
        if event.type() in LOOKS:
            self._pictures.forget()

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - Qt's own name
        """The stock section; above the ticks also the box. Drawn once, until it shows something else."""
        draw = partial(self._draw_section, logicalIndex)
        if self.underMouse():  # it may be pressed, or lit up
            draw(painter, rect)
        else:
            self._pictures.paint(painter, rect, self._shown_by(logicalIndex), draw)

    def _shown_by(self, section: int) -> Hashable:
        roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.TextAlignmentRole, Role.IS_FILTERED)
        is_sorted = section == self.sortIndicatorSection()
        return (
            section,
            section == self.count() - 1,
            *(self.model().headerData(section, Qt.Orientation.Horizontal, role) for role in roles),
            self.sortIndicatorOrder() if is_sorted else None,
            self._tick_state() if section == TICK_COLUMN else None,
            self.isActiveWindow(),
            self.isEnabled(),
        )

    def _draw_section(self, section: int, painter: QPainter, rect: QRect) -> None:
        painter.save()
        super().paintSection(painter, rect, section)
        painter.restore()
        if section == TICK_COLUMN:
            self._paint_box(painter, rect)
        elif self.model().headerData(section, Qt.Orientation.Horizontal, Role.IS_FILTERED):
            self._paint_filter(painter, rect, beside_arrow=section == self.sortIndicatorSection())

    def _paint_filter(self, painter: QPainter, rect: QRect, *, beside_arrow: bool) -> None:
        """At the right, on a ground of its own: a title that reaches there is covered, not mixed with it."""
        place = QRect(0, 0, _FILTER_SIDE, _FILTER_SIDE)
        place.moveCenter(rect.center())
        place.moveRight(rect.right() - (_ARROW_WIDTH if beside_arrow else 4))
        painter.fillRect(place.adjusted(-1, -1, 1, 1), self.palette().color(QPalette.ColorRole.Highlight))
        icon("filter", QPalette.ColorRole.HighlightedText).paint(painter, place)

    def _paint_box(self, painter: QPainter, rect: QRect) -> None:
        option = QStyleOptionButton()
        option.initFrom(self)
        side = self.style().pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth, None, self)
        option.rect = QRect(0, 0, side, side)
        option.rect.moveCenter(rect.center())
        option.state = (
            QStyle.StateFlag.State_Enabled
            | {
                Qt.CheckState.Unchecked: QStyle.StateFlag.State_Off,
                Qt.CheckState.Checked: QStyle.StateFlag.State_On,
                Qt.CheckState.PartiallyChecked: QStyle.StateFlag.State_NoChange,
            }[self._tick_state()]
        )
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorCheckBox, option, painter, self)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
