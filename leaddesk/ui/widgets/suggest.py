"""Completion in a line: any part of a name finds it, and Enter on a suggestion is no Enter in the form."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QLineEdit


def tune_completer(completer: QCompleter) -> None:
    """Offer all names that hold what was typed, in either case, in a list under the line."""
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)


def is_suggesting(line: QLineEdit) -> bool:
    """Whether the list of suggestions is open, so that Enter picks one of them."""
    completer = line.completer()
    popup = completer.popup() if completer else None
    return popup is not None and popup.isVisible()
