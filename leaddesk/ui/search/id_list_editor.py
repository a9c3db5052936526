"""A box to paste ids into, and a line that says what is understood by it before anything is sent."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QTimer
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QVBoxLayout

from leaddesk.domain.errors import FieldProblem
from leaddesk.domain.field_input import parse_field
from leaddesk.domain.search import CleanedIds, SearchField, clean_ids
from leaddesk.ui.search.field_editor import RawValue, SingleEditor
from leaddesk.ui.widgets.plain_label import wrapped_label
from leaddesk.ui.widgets.problem_mark import MarkFrame

COUNTING_DELAY_MILLISECONDS = 150
_HEIGHT = 118
_LONGEST_EXAMPLE = 24


class IdListEditor(SingleEditor):
    """Gives the text as it was pasted: what is left out of it is told with the answer, too.

    Counting waits until typing rests for a moment: 10,000 ids are read in some milliseconds, but not at each key.
    """

    shows_own_words = True
    marks_own_parts = True

    def __init__(self, field: SearchField) -> None:
        """Starts with the field's default, usually empty."""
        super().__init__(field)
        self._too_many = False
        self.box = QPlainTextEdit()
        self.box.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.box.setTabChangesFocus(True)
        self.box.setFixedHeight(_HEIGHT)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.box.setPlaceholderText("Paste them here, for example a column of a spreadsheet")
        self._frame = MarkFrame(self.box)
        self._count = wrapped_label()
        self._count.setAccessibleName("What is understood")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(COUNTING_DELAY_MILLISECONDS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self._frame)
        layout.addWidget(self._count)
        self.setFocusProxy(self.box)
        self.set_raw(field.default)
        self.box.textChanged.connect(self._text_changed)
        self._timer.timeout.connect(self._show_count)

    @property
    def words(self) -> str:
        """What the line under the box says."""
        return self._count.text()

    @property
    def is_too_many(self) -> bool:
        """Whether there are more ids than can be asked for at once."""
        return self._too_many

    def raw(self) -> RawValue:
        """The text as it stands."""
        return self.box.toPlainText().strip()

    def set_raw(self, value: RawValue) -> None:
        """Show a text, or one id a line."""
        with QSignalBlocker(self.box):
            self.box.setPlainText(value if isinstance(value, str) else "\n".join(value))
        self._show_count()

    def own_problems(self) -> tuple[FieldProblem, ...]:
        """Too many of them: the line under the box says it already."""
        self._show_count()
        if not self.is_too_many:
            return ()
        self._frame.mark(wrong=True)
        try:
            parse_field(self.field, self.raw())
        except ValueError as error:  # in the words of the check of the whole search, which says it too
            return (FieldProblem(self.field.key, str(error)),)
        return ()

    def mark(self, key: str) -> None:
        """Frame the box."""
        del key
        self._frame.mark(wrong=True)

    def clear_marks(self) -> None:
        """Take the frame away."""
        self._frame.mark(wrong=False)

    def _text_changed(self) -> None:
        self._timer.start()
        self.edited.emit()

    def _show_count(self) -> None:
        self._timer.stop()
        cleaned = clean_ids(self.raw(), self.field.pattern)
        most = self.field.maximum
        self._too_many = most is not None and len(cleaned.ids) > most
        self._count.setText(ids_words(cleaned, most))
        self._count.setProperty("role", "problem" if self._too_many else "muted")
        self._count.style().unpolish(self._count)
        self._count.style().polish(self._count)


def ids_words(cleaned: CleanedIds, most: int | None) -> str:
    """`1,203 ids; left out: 3 repeated, 2 no ids (“abc” …)`, and whether that is more than there may be."""
    many = f"{len(cleaned.ids):,} {'id' if len(cleaned.ids) == 1 else 'ids'}"
    if most is not None and len(cleaned.ids) > most:
        many += f", more than the {most:,} that can be asked for at once"
    left = [f"{cleaned.repeats:,} repeated"] if cleaned.repeats else []
    if cleaned.junk:
        first = cleaned.junk[0]
        shown = first if len(first) <= _LONGEST_EXAMPLE else first[: _LONGEST_EXAMPLE - 1] + "…"
        noun = "no id" if len(cleaned.junk) == 1 else "no ids"
        left.append(f"{len(cleaned.junk):,} {noun} (“{shown}”{' …' if len(cleaned.junk) > 1 else ''})")
    return f"{many}; left out: {', '.join(left)}." if left else f"{many}."
