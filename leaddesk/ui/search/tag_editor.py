"""Values side by side, each with a cross to take it out, under a line in which further ones are typed or picked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from leaddesk.domain.search import parse_text_list
from leaddesk.ui.search.choice_names import ChoiceNames
from leaddesk.ui.search.choice_picker import ChoicePicker
from leaddesk.ui.search.flow_layout import FlowLayout
from leaddesk.ui.search.tag import Tag
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import set_plain_tool_tip
from leaddesk.ui.widgets.suggest import is_suggesting, tune_completer

MOST_TAGS_SHOWN = 24


class TagEditor(QWidget):
    """Several values, or one in the line alone (`set_many`).

    Enter makes what was typed a tag, and searches when nothing was typed; Backspace in the empty line takes the
    last one out. What still stands in the line counts as given. Signals: `edited()`, `submitted()`.
    """

    edited = Signal()
    submitted = Signal()

    def __init__(self, name: str, *, is_open: bool = True) -> None:
        """`name` is for screen readers. `is_open` False: only what is offered becomes a tag."""
        super().__init__()
        self._name, self._is_open, self._many = name, is_open, True
        self._names = ChoiceNames()
        self._items: list[str] = []
        self.line = _TagLine()
        self.pick_button = _tool_button("columns", "Pick from the list")
        self.more_button = _tool_button("", "Show all that are chosen")
        self._model = QStringListModel(self)
        self._completer = QCompleter(self._model, self.line)
        tune_completer(self._completer)
        self.line.setCompleter(self._completer)
        self._arrange()
        self._connect()
        self.set_names(self._names)

    @property
    def values(self) -> tuple[str, ...]:
        """All of them, what was typed and not yet made a tag included."""
        return tuple(dict.fromkeys((*self._items, *self._typed())))

    @property
    def strangers(self) -> tuple[str, ...]:
        """Those that are not offered, while anything is."""
        return tuple(value for value in self.values if self._names and not self._names.is_known(value))

    @property
    def is_many(self) -> bool:
        """Whether several can be given."""
        return self._many

    @property
    def ambiguous_text(self) -> str:
        """What stands in the line and could mean several of those offered."""
        text = self.line.text().strip()
        return text if self._names.is_ambiguous(text) else ""

    @property
    def tags(self) -> list[Tag]:
        """The tags in view."""
        return list(self._flow.findChildren(Tag))

    def set_values(self, values: Sequence[str]) -> None:
        """Show these; emits nothing."""
        given = list(dict.fromkeys(value for value in values if value))
        alone = not self._many and len(given) < 2
        self._items = [] if alone else given
        self.line.setText(self._names.text_of(given[0]) if alone and given else "")
        self._show_tags()

    def set_many(self, many: bool) -> None:  # noqa: FBT001 - the one state it has
        """Whether several can be given. Those there are stay, also where only one is wanted."""
        values = self.values
        self._many = many
        self.set_values(values)
        self._show_placeholder()

    def set_name(self, name: str) -> None:
        """Another name for screen readers."""
        self._name = name
        self._tell_name()

    def set_names(self, names: ChoiceNames, words: str = "") -> None:
        """Offer these; `words` stand in the empty line in place of the usual ones."""
        values = self.values
        self._names = names
        self._model.setStringList(list(names.texts.values()))
        self.pick_button.setVisible(bool(names))
        self._show_placeholder(words)
        if self._many:  # what is being typed stays in the line
            self._show_tags()
        else:
            self.set_values(values)

    def toggle(self, value: str) -> None:
        """Put a value in, or take it out; where one is wanted, in place of the one there is."""
        values = [item for item in self.values if item != value]
        was_in = len(values) < len(self.values)
        self.set_values(values if was_in else [*(values if self._many else ()), value])
        self.edited.emit()

    def take_typed(self) -> None:
        """Make tags of what was typed, where several can be given."""
        typed = self._typed()
        if not self._many or not typed or self.ambiguous_text:
            return
        kept = [value for value in typed if self._is_open or self._names.is_known(value)]
        left = [value for value in typed if value not in kept]
        if kept:
            self._items = list(dict.fromkeys((*self._items, *kept)))
            self.line.setText(", ".join(left))
            self._show_tags()
            self.edited.emit()

    def open_picker(self) -> None:
        """The list to pick from."""
        self.take_typed()
        picker = ChoicePicker(self._names, self.values, self, one=not self._many)
        picker.toggled.connect(self.toggle)
        picker.open_below(self.line)

    def tab_stops(self) -> tuple[QWidget, ...]:
        """Its parts in the order of the Tab key; the tags are reached by the arrows."""
        return (self.line, self.pick_button, self.more_button)

    def _typed(self) -> tuple[str, ...]:
        text = self.line.text().strip()
        if not text:
            return ()
        return split_typed(text, self._names) if self._many else (self._names.value_of(text),)

    def _arrange(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(4)
        above.addWidget(self.line, 1)
        above.addWidget(self.pick_button)
        self._flow = QWidget()
        self._tag_layout = FlowLayout()
        self._flow.setLayout(self._tag_layout)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(above)
        layout.addWidget(self._flow)
        self.setFocusProxy(self.line)

    def _connect(self) -> None:
        self.line.textEdited.connect(self._text_edited)
        self.line.returnPressed.connect(self._entered)
        self.line.editingFinished.connect(self._left)
        self.line.backspaced.connect(self._remove_last)
        self.line.left_behind.connect(self._go_to_last_tag)
        # after Qt has put the text of the suggestion into the line
        self._completer.activated.connect(self._suggestion_taken, Qt.ConnectionType.QueuedConnection)
        self.pick_button.clicked.connect(self.open_picker)
        self.more_button.clicked.connect(self.open_picker)

    def _text_edited(self, text: str) -> None:
        if self._many and ("\n" in text.strip() or "\t" in text.strip()):
            self.take_typed()  # pasted from a spreadsheet
        self.edited.emit()

    def _entered(self) -> None:
        popup = self._completer.popup()
        if popup is not None and popup.isVisible() and popup.currentIndex().isValid():
            return  # Enter takes the suggestion
        if self._many and self.line.text().strip():
            self.take_typed()
        else:
            self.submitted.emit()

    def _suggestion_taken(self) -> None:
        self.take_typed()
        self.edited.emit()

    def _left(self) -> None:
        if not is_suggesting(self.line):
            self.take_typed()

    def _remove(self, value: str) -> None:
        place = self._items.index(value)
        self.set_values([item for item in self.values if item != value])
        tags = self.tags
        following: QWidget = tags[min(place, len(tags) - 1)] if tags else self.line
        following.setFocus()
        self.edited.emit()

    def _remove_last(self) -> None:
        if self._items:
            self._items.pop()
            self._show_tags()
            self.edited.emit()

    def _go_to_last_tag(self) -> None:
        if self.tags:
            self.tags[-1].setFocus()

    def _go(self, tag: Tag, step: int) -> None:
        tags = self.tags
        place = tags.index(tag) + step
        following: QWidget = tags[place] if 0 <= place < len(tags) else self.line
        following.setFocus()

    def _show_tags(self) -> None:
        for tag in self.tags:
            self._tag_layout.removeWidget(tag)
            tag.hide()
            tag.setParent(None)
            tag.deleteLater()
        self._tag_layout.removeWidget(self.more_button)
        for value in self._items[:MOST_TAGS_SHOWN]:
            tag = self._make_tag(value)
            self._tag_layout.addWidget(tag)
            tag.show()  # now: what comes into view later cannot take the keyboard yet
        more = len(self._items) - MOST_TAGS_SHOWN
        self._tag_layout.addWidget(self.more_button)
        self.more_button.setText(f"and {more:,} more")
        self.more_button.setVisible(more > 0)
        self._flow.setVisible(bool(self._items))
        self._tell_name()

    def _tell_name(self) -> None:
        told = f"{self._name}, {len(self._items):,} chosen" if self._items else self._name
        self.line.setAccessibleName(told)
        self.pick_button.setAccessibleName(f"Pick for {self._name}")

    def _make_tag(self, value: str) -> Tag:
        tag = Tag(self._names.text_of(value), self._flow)
        tag.remove_wanted.connect(lambda: self._remove(value))
        tag.step_wanted.connect(partial(self._go, tag))
        return tag

    def _show_placeholder(self, words: str = "") -> None:
        usual = ("Type to find, or pick" if self._many else "Type or pick") if self._names else ""
        typed = "Type one, then press Enter" if self._many else "Value"
        self.line.setPlaceholderText(words or usual or typed)


class _TagLine(QLineEdit):
    """Tells of keys that have nothing to do in an empty line: `backspaced()`, `left_behind()` (the arrow Left)."""

    backspaced = Signal()
    left_behind = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key held down takes out no more than what was typed."""
        if not self.text() and event.key() == Qt.Key.Key_Backspace:
            if not event.isAutoRepeat():
                self.backspaced.emit()
        elif not self.text() and event.key() == Qt.Key.Key_Left:
            self.left_behind.emit()
        else:
            super().keyPressEvent(event)


def split_typed(text: str, names: ChoiceNames) -> tuple[str, ...]:
    """The values of what was typed or pasted.

    A text that is offered, or a part of one, is one value also where it holds commas. Else lines and cells are
    values each; else commas part them, or it is a JSON list.
    """
    typed = text.strip()
    if any(mark in typed for mark in "\r\n\t"):
        parts = typed.replace("\r", "\n").replace("\t", "\n").split("\n")
    elif "," not in typed or any(typed.casefold() in known.casefold() for known in names.texts.values()):
        parts = [typed]
    else:
        try:
            parts = list(parse_text_list(typed))
        except ValueError:
            parts = [typed]
    return tuple(dict.fromkeys(names.value_of(part) for part in parts if part.strip()))


def _tool_button(icon_name: str, words: str) -> QToolButton:
    button = QToolButton()
    if icon_name:
        button.setIcon(icon(icon_name))
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setAccessibleName(words)
    set_plain_tool_tip(button, words)
    return button
