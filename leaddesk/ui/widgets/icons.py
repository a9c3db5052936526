"""Icons from the Material Design Icons font, painted in the palette's own colours at any size.

The font comes from the `fonticon-materialdesignicons7` package; only its font file is used.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap

_GLYPHS = {
    "account": 0xF0014,
    "accounts": 0xF000E,
    "alert": 0xF05D6,
    "arrow-down": 0xF0045,
    "arrow-up": 0xF005D,
    "bookmark": 0xF00C3,
    "cancel": 0xF073A,
    "check": 0xF05E1,
    "clock": 0xF0150,
    "close": 0xF0156,
    "code": 0xF0626,
    "columns": 0xF056D,
    "copy": 0xF018F,
    "delete": 0xF09E7,
    "down": 0xF0140,
    "error": 0xF015A,
    "export": 0xF01DA,
    "eye": 0xF06D0,
    "eye-off": 0xF06D1,
    "filter": 0xF0236,
    "first": 0xF0600,
    "folder": 0xF0770,
    "help": 0xF0625,
    "info": 0xF02FD,
    "key": 0xF030B,
    "last": 0xF0601,
    "left": 0xF0141,
    "minus": 0xF0374,
    "open": 0xF03CC,
    "pencil": 0xF03EB,
    "pin": 0xF0403,
    "plus": 0xF0415,
    "refresh": 0xF0450,
    "right": 0xF0142,
    "save": 0xF0193,
    "search": 0xF0349,
    "send": 0xF048A,
    "shield": 0xF0565,
    "stop": 0xF04DB,
    "table": 0xF04EB,
    "theme": 0xF050E,
    "undo": 0xF054C,
    "up": 0xF0143,
}


@cache
def icon(name: str, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText) -> QIcon:
    """The icon of that name in the colour of a palette role.

    Each is made once and kept: an icon with an engine written in Python crashes the process when the garbage
    collector clears it away together with the widget that holds it (PySide 6.11).

    Raises:
        KeyError: there is no such icon.
    """
    return QIcon(_GlyphEngine(chr(_GLYPHS[name]), role))


@cache
def _font_family() -> str:
    spec = find_spec("fonticon_mdi7")
    places = list(spec.submodule_search_locations or ()) if spec is not None else []
    fonts = [font for place in places for font in sorted(Path(place, "fonts").glob("*.ttf"))]
    if not fonts:
        return ""
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(fonts[0])))
    return families[0] if families else ""


class _GlyphEngine(QIconEngine):
    """Paints one glyph; asks the palette at each painting, so icons follow light and dark."""

    def __init__(self, glyph: str, role: QPalette.ColorRole) -> None:
        super().__init__()
        self._glyph = glyph
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:  # noqa: ARG002
        group = QPalette.ColorGroup.Disabled if mode is QIcon.Mode.Disabled else QPalette.ColorGroup.Active
        font = QFont(_font_family())
        font.setPixelSize(max(1, rect.height()))
        painter.save()
        painter.setFont(font)
        role = QPalette.ColorRole.HighlightedText if mode is QIcon.Mode.Selected else self._role
        painter.setPen(QGuiApplication.palette().color(group, role))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), self._glyph)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        if size.isEmpty():
            return QPixmap()  # a button squeezed to nothing while its layout settles
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return picture

    def clone(self) -> QIconEngine:
        return _GlyphEngine(self._glyph, self._role)
