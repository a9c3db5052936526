"""A server picked from the known ones by its region, or typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox

from leaddesk.domain.account import check_server
from leaddesk.domain.search import Choice
from leaddesk.ui.widgets.suggest import tune_completer


class ServerEdit(QComboBox):
    """Shows a region and its address, gives the address; any other address, or a bare host, may be typed."""

    def __init__(self, choices: Sequence[Choice], address: str) -> None:
        """Starts with this address; empty for none."""
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(20)
        for choice in choices:
            self.addItem(f"{choice.label} \u2013 {choice.value.removeprefix('https://')}", choice.value)
        line, completer = self.lineEdit(), self.completer()
        if line is not None:
            line.setPlaceholderText("Choose the region, or type the server")
        if completer is not None:
            tune_completer(completer)
        self.set_address(address)

    @property
    def address(self) -> str:
        """The address of the region that is shown, else what was typed."""
        typed = self.currentText().strip()
        place = self.findText(typed)
        return str(self.itemData(place)) if typed and place >= 0 else typed

    def set_address(self, address: str) -> None:
        """Show it by its region, where it is a known one in whatever spelling."""
        places = range(self.count())
        place = next((n for n in places if address and _plain(str(self.itemData(n))) == _plain(address)), -1)
        self.setCurrentIndex(place)
        if place < 0:
            self.setEditText(address)
        line = self.lineEdit()
        if line is not None:
            line.setCursorPosition(0)


def _plain(address: str) -> str:
    try:
        return check_server(address.strip())
    except ValueError:
        return address.strip()
