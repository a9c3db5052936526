"""What a newcomer sees while there is no account: the way to an account, and the demo."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.notice_bar import NoticeBar
from leaddesk.ui.widgets.plain_label import heading_label, muted_label


class Welcome(QWidget):
    """Signals: `add_account_wanted()`, `demo_wanted()`."""

    add_account_wanted = Signal()
    demo_wanted = Signal()

    def __init__(self) -> None:
        """One screen, two ways on."""
        super().__init__()
        self.add_button = QPushButton("Add an account…")
        self.add_button.setProperty("role", "primary")
        self.demo_button = QPushButton(icon("table"), "Try it with invented leads")
        for button in (self.add_button, self.demo_button):
            button.setMinimumHeight(34)
        words = muted_label(
            "Look up, read and export the leads of your lead system. You need an API credential of it; the next "
            "page says where to find one. The key is kept in the keyring of this computer, and leads stay where "
            "they are unless you export them."
        )
        words.setMaximumWidth(520)
        words.setMinimumWidth(520)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.demo_button)
        buttons.addStretch()
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(heading_label("Welcome to leaddesk"))
        column.addWidget(words)
        column.addSpacing(6)
        column.addLayout(buttons)
        across = QHBoxLayout()
        across.addStretch()
        across.addLayout(column)
        across.addStretch()
        self.notice = NoticeBar()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.notice)
        layout.addStretch(2)
        layout.addLayout(across)
        layout.addStretch(3)
        self.add_button.clicked.connect(self.add_account_wanted)
        self.demo_button.clicked.connect(self.demo_wanted)
