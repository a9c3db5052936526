"""A long text, read-only and plain: raw JSON, requests and answers; with a find box and a button that copies all."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QKeySequence, QShortcut, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from leaddesk.ui.cell_text import count_text
from leaddesk.ui.lead.reading import CopyText
from leaddesk.ui.lead.signs import small_button
from leaddesk.ui.lead.value_text import break_lines, cut_text
from leaddesk.ui.widgets.plain_label import muted_label, plain_label


class TextView(QWidget):
    """One text. What is too long is cut with words; copying takes all that is not cut."""

    def __init__(self, name: str, text: str, copy: CopyText, *, note: str = "") -> None:
        """`name` is read by screen readers and said when copied; `note` stands above the text."""
        super().__init__()
        self._name = name
        self._copy = copy
        self._text, cut = cut_text(text)
        shown, broken = break_lines(self._text)
        self.editor = _plain_editor(name, shown, self)
        self.find_box = QLineEdit(self)
        self._count = plain_label("", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._build_bar())
        for words in (note, cut, broken):
            if words:
                remark = muted_label(words, self)
                remark.setContentsMargins(8, 0, 8, 0)
                column.addWidget(remark)
        column.addWidget(self.editor, 1)
        self.setFocusProxy(self.editor)

    def _build_bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 4, 0)
        bar.setSpacing(4)
        self.find_box.setPlaceholderText("Find in this text")
        self.find_box.setAccessibleName(f"Find in {self._name}")
        self.find_box.setClearButtonEnabled(True)
        self.find_box.textChanged.connect(self._find_anew)
        self.find_box.returnPressed.connect(self.find_next)
        self._count.setProperty("role", "muted")
        earlier = small_button("up", "Previous match (Shift+F3)", self)
        later = small_button("down", "Next match (F3)", self)
        copy_all = small_button("copy", "Copy all", self)
        earlier.clicked.connect(self.find_previous)
        later.clicked.connect(self.find_next)
        copy_all.clicked.connect(self.copy_all)
        for keys, action in (("F3", self.find_next), ("Shift+F3", self.find_previous)):
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)
        bar.addWidget(self.find_box, 1)
        for widget in (self._count, earlier, later, copy_all):
            bar.addWidget(widget)
        return bar

    def text(self) -> str:
        """The text, without the breaks put into endless lines."""
        return self._text

    def copy_all(self) -> None:
        """Copy the text, as far as it is not cut."""
        self._copy(self._text, self._name)

    def focus_find(self) -> None:
        """Go to the find box."""
        self.find_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_box.selectAll()

    def find_next(self) -> None:
        """Go to the next match, from the end back to the beginning."""
        self._find(QTextDocument.FindFlag(0))

    def find_previous(self) -> None:
        """Go to the match before."""
        self._find(QTextDocument.FindFlag.FindBackward)

    def _find_anew(self, sought: str) -> None:
        self._count.setText(_count_words(sought, self.editor.toPlainText()))
        cursor = self.editor.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self.editor.setTextCursor(cursor)
        if sought:
            self.find_next()

    def _find(self, direction: QTextDocument.FindFlag) -> None:
        sought = self.find_box.text()
        if not sought or self.editor.find(sought, direction):
            return
        backward = direction is QTextDocument.FindFlag.FindBackward
        start = self.editor.textCursor()
        self.editor.moveCursor(QTextCursor.MoveOperation.End if backward else QTextCursor.MoveOperation.Start)
        if not self.editor.find(sought, direction):
            self.editor.setTextCursor(start)


def _count_words(sought: str, text: str) -> str:
    if not sought:
        return ""
    found = sum(1 for _match in re.finditer(re.escape(sought), text, re.IGNORECASE))
    return count_text(found, "match", "matches") if found else "no match"


def _plain_editor(name: str, text: str, parent: QWidget) -> QPlainTextEdit:
    editor = QPlainTextEdit(parent)
    editor.setReadOnly(True)
    editor.setUndoRedoEnabled(False)
    editor.setTabChangesFocus(True)
    editor.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    editor.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    editor.setAccessibleName(name)
    editor.setPlainText(text)
    return editor
