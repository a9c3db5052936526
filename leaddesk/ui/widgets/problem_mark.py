"""A field with its label, its help, and, when it was filled in wrongly, a red frame, an icon and the words."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from leaddesk.ui.widgets.icon_view import IconView
from leaddesk.ui.widgets.plain_label import muted_label, plain_label, wrapped_label


class MarkFrame(QFrame):
    """Holds one widget and draws a red frame around it on demand."""

    def __init__(self, inner: QWidget, parent: QWidget | None = None) -> None:
        """`inner` becomes a child."""
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(inner)
        self.setFocusProxy(inner)
        self.mark(wrong=False)

    def mark(self, *, wrong: bool) -> None:
        """Draw or remove the frame."""
        margin = 1 if wrong else 2
        self._layout.setContentsMargins(margin, margin, margin, margin)
        self.setProperty("problem", wrong)
        self.style().unpolish(self)
        self.style().polish(self)

    @property
    def is_marked(self) -> bool:
        """Whether the frame is drawn."""
        return bool(self.property("problem"))


class ProblemLine(QWidget):
    """An icon and the words of what is wrong; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Starts hidden."""
        super().__init__(parent)
        self.setAccessibleName("Problem")
        self._words = wrapped_label()
        self._words.setProperty("role", "problem")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 0, 0, 0)
        layout.setSpacing(5)
        sign = QVBoxLayout()
        sign.addWidget(IconView("alert", role=QPalette.ColorRole.BrightText, size=15))
        sign.addStretch()
        layout.addLayout(sign)
        layout.addWidget(self._words, 1)
        self.hide()

    @property
    def text(self) -> str:
        """The words shown, empty when hidden."""
        return self._words.text()

    def show_text(self, text: str) -> None:
        """Show the words as a sentence begins, or hide for an empty text."""
        is_address = "://" in text.partition(" ")[0]
        self._words.setText(text if is_address else text[:1].upper() + text[1:])
        self.setVisible(bool(text))


class MarkedField(QWidget):
    """Label above, editor, problem line and help below. Gives the editor its accessible name and description."""

    def __init__(
        self,
        label: str,
        editor: QWidget,
        *,
        help_text: str = "",
        required: bool = False,
        framed: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """`framed` False for editors that mark their own parts. An empty label leaves its line out."""
        super().__init__(parent)
        self._help_text = help_text
        self.editor = editor
        self.label: QLabel = plain_label(f"{label} *" if required else label)
        self.label.setBuddy(editor)
        self.frame: MarkFrame | None = MarkFrame(editor) if framed else None
        self._problem = ProblemLine()
        self._help = muted_label(help_text)
        self._name(f"{label}, required" if required else label)
        self._describe(help_text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for part in (self.label, self.frame or editor, self._problem, self._help):
            layout.addWidget(part)
        self.label.setVisible(bool(label))
        self._help.setVisible(bool(help_text))

    @property
    def problem(self) -> str:
        """The words of the problem shown, empty for none."""
        return self._problem.text

    def show_problem(self, message: str) -> None:
        """Mark the field and say what is wrong."""
        self._problem.show_text(message)
        self._describe(f"Wrong: {message}. {self._help_text}".strip())
        if self.frame is not None:
            self.frame.mark(wrong=True)

    def clear_problem(self) -> None:
        """Take the mark away."""
        if not self._problem.text:
            return
        self._problem.show_text("")
        self._describe(self._help_text)
        if self.frame is not None:
            self.frame.mark(wrong=False)

    def _name(self, name: str) -> None:
        """Name the editor and, for an editor made of parts, the part that takes the focus, unless it has a name."""
        self.editor.setAccessibleName(name)
        part = self.editor.focusProxy() or self.editor
        if not part.accessibleName() and not isinstance(part, QAbstractButton):
            part.setAccessibleName(name)

    def _describe(self, words: str) -> None:
        self.editor.setAccessibleDescription(words)
        (self.editor.focusProxy() or self.editor).setAccessibleDescription(words)
