"""A fold: a button that opens and closes what lies under it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from leaddesk.ui.widgets.icons import icon


class Fold(QWidget):
    """A titled section that starts closed."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        """Put widgets into `body`."""
        super().__init__(parent)
        self.button = QToolButton()
        self.button.setText(title)
        self.button.setAutoRaise(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.content = QWidget()
        self.body = QVBoxLayout(self.content)
        self.body.setContentsMargins(0, 4, 0, 0)
        self.body.setSpacing(10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.content)
        self._opened = False
        self.button.clicked.connect(lambda: self.set_open(opened=not self._opened))
        self.set_open(opened=False)

    @property
    def is_open(self) -> bool:
        """Whether the body is shown."""
        return self._opened

    def set_title(self, title: str) -> None:
        """Call it something else."""
        self.button.setText(title)
        self.set_open(opened=self._opened)

    def set_open(self, *, opened: bool) -> None:
        """Open or close it."""
        self._opened = opened
        self.button.setAccessibleName(f"{self.button.text()}, {'open' if opened else 'closed'}")
        self.button.setIcon(icon("down" if opened else "right"))
        self.content.setVisible(opened)
