"""What every editor of the search form promises."""

from __future__ import annotations

from abc import ABCMeta, abstractmethod
from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from leaddesk.domain.errors import FieldProblem
from leaddesk.domain.search import Choice, SearchField

RawValue = str | list[str]


class WidgetAbc(ABCMeta, type(QWidget)):
    """Qt's own metaclass that also knows abstract methods; the type checker refuses a class that lacks one."""


class FieldEditor(QWidget, metaclass=WidgetAbc):
    """Edits one field, or some that belong together.

    Signals: `edited()` after every change by the person; `submitted()` when Enter is pressed in a line;
    `retry_wanted(source)` when choices that could not be fetched are wanted again.
    """

    edited = Signal()
    submitted = Signal()
    retry_wanted = Signal(str)

    shows_own_words = False
    """Whether the editor itself shows the words of its `own_problems`."""

    marks_own_parts = False
    """Whether `mark` frames a part of the editor; else the whole of it is framed."""

    def __init__(self, *fields: SearchField) -> None:
        """The fields whose values this editor gives."""
        super().__init__()
        self.fields = fields

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of those fields."""
        return tuple(item.key for item in self.fields)

    @abstractmethod
    def raw_values(self) -> dict[str, RawValue]:
        """What stands in it, blank ones left out."""

    @abstractmethod
    def set_raw_values(self, values: Mapping[str, RawValue]) -> None:
        """Show these values; keys that are not there mean blank. Emits nothing."""

    def own_problems(self) -> tuple[FieldProblem, ...]:
        """What is wrong here and cannot be told from the raw values; marks the parts that it names."""
        return ()

    def clear_marks(self) -> None:
        """Take the marks of single parts away."""

    def mark(self, key: str) -> None:
        """Frame the part that edits this field, where the editor marks its own parts."""

    def focus_first(self, key: str) -> None:
        """Move the keyboard to the part that edits this field."""
        del key
        self.setFocus()

    def set_choices(self, source: str, choices: Sequence[Choice]) -> None:
        """The fetched choices of this source have come."""

    def set_choices_loading(self, source: str) -> None:
        """The choices of this source are under way."""

    def set_choices_failed(self, source: str, words: str) -> None:
        """The choices of this source could not be fetched."""

    def set_column_names(self, names: Sequence[str]) -> None:
        """The keys of all columns known by now."""

    def set_value_suggestions(self, values: Mapping[str, Sequence[str]]) -> None:
        """The values that columns have in the rows on screen, by column key."""


class SingleEditor(FieldEditor):
    """An editor of one field: subclasses give and take one raw value."""

    @property
    def field(self) -> SearchField:
        """The field."""
        return self.fields[0]

    @abstractmethod
    def raw(self) -> RawValue:
        """The raw value, blank for not filled in."""

    @abstractmethod
    def set_raw(self, value: RawValue) -> None:
        """Show a raw value."""

    def raw_values(self) -> dict[str, RawValue]:
        """The one value under the field's key."""
        value = self.raw()
        return {self.field.key: value} if value else {}

    def set_raw_values(self, values: Mapping[str, RawValue]) -> None:
        """Take the value of the field's key."""
        self.set_raw(values.get(self.field.key, ""))


def choice_sources(fields: Iterable[SearchField]) -> tuple[str, ...]:
    """The lists of the account that these fields offer, each once; the rows of a list of conditions may want two."""
    wanted: list[str] = []
    for item in fields:
        wanted += [item.choices_from, item.row.values_from if item.row is not None else ""]
    return tuple(dict.fromkeys(source for source in wanted if source))


def suggested_names(field: SearchField, names: Sequence[str]) -> tuple[str, ...]:
    """The column keys under the field's prefix, without the prefix: what the vendor calls them."""
    prefix = field.suggest_columns
    if not prefix:
        return ()
    return tuple(dict.fromkeys(name.removeprefix(prefix) for name in names if name.startswith(prefix)))


def as_line(value: RawValue) -> str:
    """A raw value as one text."""
    return value if isinstance(value, str) else ", ".join(value)
