"""Light, dark, or as the system has it: palettes and the small style sheet of the window."""

from __future__ import annotations

import sys

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from leaddesk.domain.colour_scheme import ColourScheme
from leaddesk.paths import resources

_LIGHT = {
    "Window": "#f4f5f7", "WindowText": "#1c2128", "Base": "#ffffff", "AlternateBase": "#f7f8fa", "Text": "#1c2128",
    "Button": "#eceef1", "ButtonText": "#2b323b", "ToolTipBase": "#ffffff", "ToolTipText": "#1c2128",
    "BrightText": "#b42318", "Highlight": "#1f5fbf", "HighlightedText": "#ffffff", "Link": "#1a56b0",
    "LinkVisited": "#6941c6", "PlaceholderText": "#6b7480", "Light": "#ffffff", "Midlight": "#e6e8ec",
    "Mid": "#c9ced6", "Dark": "#98a1ad", "Shadow": "#5d6672", "Accent": "#1f5fbf",
}  # fmt: skip
_DARK = {
    "Window": "#20242a", "WindowText": "#e4e7eb", "Base": "#181b20", "AlternateBase": "#1e2228", "Text": "#e4e7eb",
    "Button": "#2c323a", "ButtonText": "#dfe3e8", "ToolTipBase": "#2c323a", "ToolTipText": "#e4e7eb",
    "BrightText": "#ff8a80", "Highlight": "#2f6fd0", "HighlightedText": "#ffffff", "Link": "#7fb0ff",
    "LinkVisited": "#c4a7ff", "PlaceholderText": "#98a2af", "Light": "#3a414b", "Midlight": "#333a43",
    "Mid": "#454d58", "Dark": "#5d6672", "Shadow": "#0d0f12", "Accent": "#2f6fd0",
}  # fmt: skip
_DISABLED = {"light": "#8a93a0", "dark": "#6f7a87"}

_STYLE = """
QLabel[role="heading"] {{ font-size: 15pt; font-weight: 600; }}
QLabel[role="section"] {{ font-weight: 600; }}
QLabel[role="muted"] {{ color: {muted}; }}
QLabel[role="problem"] {{ color: {problem}; }}
QLabel[role="good"] {{ color: {good}; }}
QLabel[role="badge-good"] {{ color: {good}; border: 1px solid {good}; border-radius: 8px; padding: 1px 8px; }}
QLabel[role="badge-bad"] {{ color: {problem}; border: 1px solid {problem}; border-radius: 8px; padding: 1px 8px; }}
QLabel[role="badge-unknown"] {{ color: {muted}; border: 1px solid {muted}; border-radius: 8px; padding: 1px 8px; }}
QWidget[problem="true"] {{ border: 1px solid {problem}; border-radius: 3px; }}
QFrame[role="notice-info"] {{ background: {info_ground}; border: 1px solid {info}; border-radius: 4px; }}
QFrame[role="notice-warning"] {{ background: {warning_ground}; border: 1px solid {warning}; border-radius: 4px; }}
QFrame[role="notice-error"] {{ background: {error_ground}; border: 1px solid {problem}; border-radius: 4px; }}
QSplitter::handle {{ background: {line}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QPushButton[role="primary"] {{
    background: {accent}; color: #ffffff; border: 1px solid {accent}; border-radius: 4px;
    padding: 5px 14px; font-weight: 600;
}}
QPushButton[role="primary"]:hover {{ background: {accent_hover}; }}
QPushButton[role="primary"]:focus {{ border: 2px solid {focus}; padding: 4px 13px; }}
QPushButton[role="primary"]:disabled {{ background: {line}; color: {muted}; border-color: {line}; }}
QHeaderView::section {{
    background: {header}; color: {text}; border: 0; border-right: 1px solid {line}; border-bottom: 1px solid {line};
    padding: 4px 6px; font-weight: 600;
}}
QTableView {{ gridline-color: {line}; }}
QLineEdit[frame="true"] {{ border: 1px solid {edge}; border-radius: 3px; padding: 2px 4px; background: {base}; }}
QLineEdit[frame="true"]:focus {{ border: 1px solid {accent}; }}
QRadioButton::indicator {{
    width: 12px; height: 12px; border: 1px solid {edge}; border-radius: 7px; background: {base};
}}
QRadioButton::indicator:checked {{ width: 6px; height: 6px; border: 4px solid {accent}; background: #ffffff; }}
QRadioButton::indicator:focus {{ border-color: {focus}; }}
QRadioButton:disabled {{ color: {faint}; }}
QCheckBox::indicator {{ width: 12px; height: 12px; border: 1px solid {edge}; border-radius: 3px; background: {base}; }}
QCheckBox::indicator:checked {{ border-color: {accent}; background: {accent}; image: url("{tick}"); }}
QStatusBar::item {{ border: 0; }}
"""

_STYLE_COLOURS = {
    "light": {
        "muted": "#5d6672", "problem": "#b42318", "good": "#1b7a3d", "info": "#9dbde8", "info_ground": "#eaf2fc",
        "warning": "#d9a441", "warning_ground": "#fdf5e3", "error_ground": "#fdecea", "line": "#dfe3e8",
        "accent": "#1f5fbf", "accent_hover": "#1a52a6", "focus": "#0b2e66", "header": "#eef0f3", "text": "#1c2128",
        "edge": "#a9b1bc", "base": "#ffffff", "faint": "#8a93a0",
    },
    "dark": {
        "muted": "#a3adba", "problem": "#ff8a80", "good": "#6fd08c", "info": "#3f648f", "info_ground": "#1d2b3d",
        "warning": "#a37a2c", "warning_ground": "#33291a", "error_ground": "#3a2120", "line": "#3a414b",
        "accent": "#2f6fd0", "accent_hover": "#3b7ddd", "focus": "#cfe1ff", "header": "#272c33", "text": "#e4e7eb",
        "edge": "#7a8594", "base": "#181b20", "faint": "#6f7a87",
    },
}  # fmt: skip


SCHEME_NUMBERS = {ColourScheme.SYSTEM: 0, ColourScheme.LIGHT: 1, ColourScheme.DARK: 2}
"""`Qt.ColorScheme` as numbers: making the enumerations of `Qt` takes longer than all else that a first frame needs."""


def colour_first(application: QApplication, scheme: ColourScheme) -> None:
    """Colour an application that shows nothing yet; what the system has is told by its palette.

    The rest is for `apply_scheme`, which asks the system itself, once the window is filled: under a style sheet
    Qt dresses every widget anew with each layout it is put into.
    """
    _take_style(application, scheme)
    palette = application.palette()
    shines = palette.windowText().color().lightness() > palette.window().color().lightness()
    application.setPalette(_palette(dark=shines if scheme is ColourScheme.SYSTEM else scheme is ColourScheme.DARK))


def apply_scheme(application: QApplication, scheme: ColourScheme) -> None:
    """Dress the application; where it is dressed so already nothing is touched.

    Where the platform has no scheme of its own the palette is ours.
    """
    _take_style(application, scheme)
    dark = is_dark(application, scheme)
    tick = (resources() / "icons" / "tick.svg").as_posix()
    sheet = _STYLE.format(tick=tick, **_STYLE_COLOURS["dark" if dark else "light"])
    if sheet != application.styleSheet():
        application.setPalette(_palette(dark=dark))
        application.setStyleSheet(sheet)


def is_dark(application: QApplication, scheme: ColourScheme) -> bool:
    """Whether the window is dark under this choice."""
    if scheme is ColourScheme.SYSTEM:
        from PySide6.QtCore import Qt  # late: see `SCHEME_NUMBERS`

        return application.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return scheme is ColourScheme.DARK


def _take_style(application: QApplication, scheme: ColourScheme) -> None:
    """Under a style sheet the style no longer tells its name: it is chosen before there is one, and once."""
    if sys.platform.startswith("linux") and not application.styleSheet() and application.style().name() != "fusion":
        application.setStyle("Fusion")
    application.styleHints().setProperty("colorScheme", SCHEME_NUMBERS[scheme])


def _palette(*, dark: bool) -> QPalette:
    palette = QPalette()
    for role, colour in (_DARK if dark else _LIGHT).items():
        palette.setColor(QPalette.ColorRole[role], QColor(colour))
    disabled = QColor(_DISABLED["dark" if dark else "light"])
    for role in ("Text", "WindowText", "ButtonText", "HighlightedText"):
        palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole[role], disabled)
    return palette
