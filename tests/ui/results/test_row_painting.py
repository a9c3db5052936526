"""What stands on screen: the pixels of the rows."""

from __future__ import annotations

from collections import Counter
from datetime import UTC

import pytest
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPalette

from leaddesk.domain.columns import ColumnLayout
from leaddesk.ui.results.cell_reader import CellReader
from leaddesk.ui.results.cell_roles import CellRoles, ticked_tint
from leaddesk.ui.results.column_layout import default_layout
from leaddesk.ui.results.record_table_model import TICK_COLUMN, RecordTableModel
from leaddesk.ui.results.record_table_view import RecordTableView
from leaddesk.ui.results.row_cells import RowCells
from leaddesk.ui.results.row_painter import TEXT_MARGIN_PIXELS
from tests.ui.results.sample_leads import COLUMNS, lead_source, leads, record
from tests.ui.results.test_loaded_table_model import BERLIN, result_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ROLE = QPalette.ColorRole
LIGHT = {ROLE.Base: "#ffffff", ROLE.AlternateBase: "#eeeeee", ROLE.Text: "#000000", ROLE.PlaceholderText: "#cc0000",
         ROLE.Highlight: "#0000ff", ROLE.HighlightedText: "#ffff00"}  # fmt: skip
DARK = {ROLE.Base: "#101010", ROLE.AlternateBase: "#202020", ROLE.Text: "#ffffff", ROLE.PlaceholderText: "#00cc00",
        ROLE.Highlight: "#ff00ff", ROLE.HighlightedText: "#00ffff"}  # fmt: skip
UID, FIRST_NAME, CITY, PRICE, GRADE, COMMENT = 1, 3, 7, 9, 10, 13


def paint_in(table, colours):
    palette = QPalette(table.palette())
    for role, colour in colours.items():
        palette.setColor(role, QColor(colour))
    table.setPalette(palette)
    for part in (table.grid, table.grid.frozen):
        part.setPalette(palette)


def part_with(table, place):
    return table.grid if table.grid.frozen.isColumnHidden(place) else table.grid.frozen


def cell(table, row, place) -> QImage:
    """The cell as it is painted, brought into view."""
    table.grab()  # what is still to be laid out is laid out
    table.grid.scrollTo(table.model.index(row, place))
    part = part_with(table, place)
    return part.viewport().grab(part.visualRect(table.model.index(row, place))).toImage()


def colours_of(image: QImage, area: QRect | None = None) -> Counter[str]:
    area = area or image.rect()
    return Counter(
        image.pixelColor(x, y).name()
        for x in range(area.left(), area.right() + 1)
        for y in range(area.top(), area.bottom() + 1)
    )


def ground(image: QImage) -> str:
    return image.pixelColor(2, 2).name()


def ink_columns(image: QImage) -> list[int]:
    """The x of everything that is not ground."""
    plain = ground(image)
    return [
        x for x in range(image.width()) if colours_of(image, QRect(x, 0, 1, image.height())) != {plain: image.height()}
    ]


def is_red(image: QImage) -> bool:
    return any(QColor(name).red() > QColor(name).green() + 60 for name in colours_of(image))


class Paints(QObject):
    """Counts the paint events of some widgets."""

    def __init__(self, *widgets):
        super().__init__()
        self.of: Counter[QObject] = Counter()
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint:
            self.of[watched] += 1
        return False


@pytest.mark.parametrize("place", [UID, FIRST_NAME])
def test_a_cell_with_a_text_has_ink_and_an_empty_one_has_none(table, place):
    assert ink_columns(cell(table, 1, place))
    rows = [record({**lead_source(number), "UID": None, "Fields": {"FirstName": None}}, number) for number in range(3)]
    table.show_page(tuple(rows), COLUMNS, table.columns.layout, UTC)
    assert not ink_columns(cell(table, 1, place))


@pytest.mark.parametrize("colours", [LIGHT, DARK])
@pytest.mark.parametrize("place", [UID, FIRST_NAME])
def test_rows_stand_on_alternating_grounds_and_the_chosen_one_on_the_highlight(table, colours, place):
    paint_in(table, colours)
    table.select_row(3)
    grounds = [ground(cell(table, row, place)) for row in range(1, 6)]
    odd, even = colours[ROLE.AlternateBase], colours[ROLE.Base]
    assert grounds == [odd, even, colours[ROLE.Highlight], even, odd]
    usual, chosen = colours_of(cell(table, 2, place)), colours_of(cell(table, 3, place))
    assert usual[colours[ROLE.Text]] > 0
    assert usual[colours[ROLE.HighlightedText]] == 0
    assert chosen[colours[ROLE.HighlightedText]] > 0
    assert chosen[colours[ROLE.Text]] == 0


def test_the_highlight_follows_the_current_row(table):
    paint_in(table, LIGHT)
    for row in (2, 5):
        table.select_row(row)
        highlighted = [
            number for number in range(8) if ground(cell(table, number, FIRST_NAME)) == LIGHT[ROLE.Highlight]
        ]
        assert highlighted == [row]


@pytest.mark.parametrize("place", [TICK_COLUMN, UID, FIRST_NAME])
def test_a_ticked_row_is_tinted_from_end_to_end(table, place):
    paint_in(table, LIGHT)
    before = cell(table, 4, place)
    neighbour = cell(table, 5, place)
    table.model.toggle_row(4)
    tint = ticked_tint(table.grid.palette())
    base, over, share = QColor(LIGHT[ROLE.Base]), QColor(tint), tint.alphaF()
    painted = QColor(ground(cell(table, 4, place)))
    for part in (QColor.red, QColor.green, QColor.blue):
        assert abs(part(base) + (part(over) - part(base)) * share - part(painted)) <= 2
    assert cell(table, 5, place) == neighbour
    table.model.toggle_row(4)
    assert cell(table, 4, place) == before


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_a_tick_shows_in_the_box_at_every_scale_of_the_screen(table, monkeypatch, scale):
    monkeypatch.setattr(table.grid.frozen, "devicePixelRatioF", lambda: scale)
    table.grid.frozen._painter.forget()
    table.select_row(0)
    empty = cell(table, 4, TICK_COLUMN)
    table.model.toggle_row(4)
    ticked = cell(table, 4, TICK_COLUMN)
    box = ink_columns(empty)
    assert abs((box[0] + box[-1]) / 2 - (empty.width() - 1) / 2) <= 1, "in the middle, below that of the heading"
    inside = QRect(box[0] + 3, empty.height() // 2 - 3, len(box) - 6, 7)
    assert len(colours_of(empty, inside)) == 1
    assert len(colours_of(ticked, inside)) > 1


def test_a_tick_is_painted_when_it_is_set(table, qtbot):
    paints = Paints(table.grid.viewport(), table.grid.frozen.viewport())
    table.model.toggle_row(4)
    qtbot.waitUntil(lambda: set(paints.of) == {table.grid.viewport(), table.grid.frozen.viewport()})


def test_what_is_missing_is_muted_and_what_is_chosen_is_not(table):
    paint_in(table, LIGHT)
    table.select_row(10)
    assert is_red(cell(table, 5, CITY))
    assert not is_red(cell(table, 6, CITY))
    chosen = cell(table, 10, CITY)
    assert table.model.index(10, CITY).data() == "–"
    assert ground(chosen) == LIGHT[ROLE.Highlight]
    assert not any(QColor(name).red() > 60 and QColor(name).green() < 30 for name in colours_of(chosen))


def test_a_value_that_cannot_be_read_is_a_muted_question_mark(table):
    paint_in(table, LIGHT)
    broken = record({"UID": 1}, 0, "1")
    object.__setattr__(broken, "source", b"{not json")
    table.show_page((*leads(1), broken, *leads(3, 1)), COLUMNS, table.columns.layout, UTC)
    painted = cell(table, 1, UID)
    assert table.model.index(1, UID).data() == "?"
    assert is_red(painted)
    assert ink_columns(painted)[-1] < 20


def test_numbers_stand_at_the_right_and_texts_at_the_left(table):
    table.grid.setColumnWidth(GRADE, 120)
    table.grid.setColumnWidth(FIRST_NAME, 160)
    number, text = ink_columns(cell(table, 1, GRADE)), ink_columns(cell(table, 1, FIRST_NAME))
    assert number[0] > 80
    assert 0 <= 120 - TEXT_MARGIN_PIXELS - 1 - number[-1] <= 2
    assert 0 <= text[0] - TEXT_MARGIN_PIXELS <= 2
    assert text[-1] < 80


def test_a_mirrored_window_has_them_the_other_way_round(table):
    table.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    shown = ("Properties.LeadGrade", "Fields.FirstName")
    table.columns.show_layout(COLUMNS, ColumnLayout(shown, dict.fromkeys(shown, 120), 2))
    number, text = ink_columns(cell(table, 1, 1)), ink_columns(cell(table, 1, 2))
    assert 0 <= number[0] - TEXT_MARGIN_PIXELS <= 2
    assert number[-1] < 60
    assert 0 <= 120 - TEXT_MARGIN_PIXELS - 1 - text[-1] <= 2
    assert text[0] > 60


@pytest.mark.parametrize("width", [36, 50, 61, 90])
@pytest.mark.parametrize("place", [UID, FIRST_NAME, COMMENT])
def test_a_text_that_is_too_long_ends_inside_its_cell(table, place, width):
    table.grid.setColumnWidth(place, width)
    source = {**lead_source(1), "UID": "9" * 60}
    source["Fields"]["FirstName"] = "Wilhelmina-Mummmmmm"
    table.show_page((record(source), *leads(5, 2)), COLUMNS, table.columns.layout, UTC)
    painted = cell(table, 0, place)
    ink = ink_columns(painted)
    assert ink
    assert ink[0] >= TEXT_MARGIN_PIXELS - 1
    assert ink[-1] <= width - TEXT_MARGIN_PIXELS


def test_another_value_is_painted_in_its_place(table, qtbot):
    before = cell(table, 1, FIRST_NAME)
    same = cell(table, 1, FIRST_NAME)
    assert before == same
    paints = Paints(table.grid.viewport())
    table.show_page(leads(60, 5), COLUMNS, table.columns.layout, UTC)
    qtbot.waitUntil(lambda: paints.of[table.grid.viewport()] > 0)
    assert cell(table, 1, FIRST_NAME) != before


def test_a_larger_font_is_fitted_anew(table):
    table.grid.setColumnWidth(COMMENT, 120)
    assert ink_columns(cell(table, 5, COMMENT))
    font = table.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    table.setFont(font)
    painted = cell(table, 5, COMMENT)
    assert painted.height() > 25
    assert ink_columns(painted)[-1] <= 120 - TEXT_MARGIN_PIXELS


@pytest.mark.parametrize("place", [UID, 5])
def test_the_current_cell_is_framed_while_the_table_has_the_keyboard(table, qtbot, place):
    table.grid.go_to(3, place)
    framed = cell(table, 3, place)
    inner = framed.rect().adjusted(1, 1, -1, -1)
    frame = table.grid.palette().color(ROLE.HighlightedText)
    assert framed.pixelColor(inner.topLeft()) == framed.pixelColor(inner.bottomRight()) == frame
    paints = Paints(table.grid.viewport(), table.grid.frozen.viewport())
    table.grid.clearFocus()
    qtbot.waitUntil(lambda: set(paints.of) == {table.grid.viewport(), table.grid.frozen.viewport()})
    assert ground(cell(table, 3, place)) == table.grid.palette().color(ROLE.Highlight).name()
    assert cell(table, 3, place).pixelColor(inner.topLeft()) != frame


def test_below_the_last_row_and_behind_the_last_column_there_is_nothing(table):
    paint_in(table, LIGHT)
    table.columns.show_layout(COLUMNS, ColumnLayout(("UID", "Fields.FirstName"), {"UID": 80, "Fields.FirstName": 90}))
    table.show_page(leads(3), COLUMNS, table.columns.layout, UTC)
    table.model.select_shown()
    image = table.grid.viewport().grab().toImage()
    bottom = table.grid.rowViewportPosition(2) + table.grid.rowHeight(2)
    right = table.grid.columnViewportPosition(2) + table.grid.columnWidth(2)
    assert set(colours_of(image, QRect(0, bottom, image.width(), 40))) == {LIGHT[ROLE.Base]}
    assert set(colours_of(image, QRect(right, 0, 60, bottom))) == {LIGHT[ROLE.Base]}


def test_an_empty_table_is_painted_as_well(table):
    table.model.narrow("no lead has this")
    assert table.model.rowCount() == 0
    image = table.grid.viewport().grab().toImage()
    assert len(colours_of(image, QRect(0, 0, 60, 60))) == 1


# How often the model is asked


@pytest.fixture
def asked(monkeypatch) -> Counter[tuple[int, int]]:
    """How often each text was asked for."""
    found: Counter[tuple[int, int]] = Counter()
    original = RowCells.text

    def text(self, place, zone):
        found[self.number, place] += 1
        return original(self, place, zone)

    monkeypatch.setattr(RowCells, "text", text)
    return found


def test_each_cell_in_view_is_asked_for_once_and_no_other_is(table, qtbot, asked, monkeypatch):
    monkeypatch.setattr(CellRoles, "read", lambda _self, _row, column, role: pytest.fail(f"asked for {column}, {role}"))
    parts = (table.grid.viewport(), table.grid.frozen.viewport())
    paints = Paints(*parts)
    for part in parts:
        part.update()
    qtbot.waitUntil(lambda: set(paints.of) == set(parts))
    grid = table.grid
    rows = range(grid.rowAt(0), grid.rowAt(grid.viewport().height() - 1) + 1)
    frozen = range(2)
    scrolling = [
        place
        for place in range(2, len(table.model.columns))
        if grid.frozen_width <= grid.columnViewportPosition(place + 1) + grid.columnWidth(place + 1) - 1
        and grid.columnViewportPosition(place + 1) < grid.viewport().width()
    ]
    assert set(asked) == {(row, place) for row in rows for place in (*frozen, *scrolling)}
    assert set(asked.values()) == {1}


def test_only_the_columns_in_view_are_read(qtbot, table, monkeypatch):
    read: list[int] = []
    original = CellReader.cell
    monkeypatch.setattr(CellReader, "cell", lambda self, raws, place: read.append(place) or original(self, raws, place))
    paints = Paints(table.grid.viewport())
    table.show_page(leads(60, 60), COLUMNS, table.columns.layout, UTC)
    qtbot.waitUntil(lambda: paints.of[table.grid.viewport()] > 0)
    assert {0, 1, 2} <= set(read)
    assert len(COLUMNS) - 3 not in set(read), "the last of the shown columns is far to the right"
    assert max(Counter(read).values()) < 30, "of 60 rows those in view"


def test_a_page_is_painted_once(table, qtbot):
    parts = (table.grid.viewport(), table.grid.frozen.viewport(), table.grid.heading.viewport())
    qtbot.wait(50)
    paints = Paints(*parts)
    table.show_page(leads(60, 60), COLUMNS, table.columns.layout, UTC)
    table.select_row(0)
    qtbot.waitUntil(lambda: set(paints.of) == set(parts))
    qtbot.wait(50)
    assert set(paints.of.values()) == {1}


def test_frozen_columns_and_the_others_paint_the_same_rows_after_scrolling(table, asked):
    table.columns.show_layout(COLUMNS, ColumnLayout(default_layout(COLUMNS).shown, {}, 1))
    table.grid.verticalScrollBar().setValue(133)
    asked.clear()
    table.grid.frozen.viewport().grab()
    left = {row for row, _place in asked}
    asked.clear()
    table.grid.viewport().grab()
    assert {row for row, _place in asked} == left
    assert min(left) > 0


def test_rows_of_a_whole_result_are_painted_as_those_of_a_page(qtbot):
    views = [RecordTableView(RecordTableModel()) for _ in range(2)]
    for view in views:
        qtbot.addWidget(view)
        view.resize(900, 400)
        view.show_page(leads(60), COLUMNS, ColumnLayout(default_layout(COLUMNS).shown, {}, 2), BERLIN)
    views[1].show_loaded(result_of(leads(60)), COLUMNS)
    for view in views:
        view.model.toggle_row(3)
        view.select_row(5)
    page, whole = (view.grid.viewport().grab().toImage() for view in views)
    assert page == whole
