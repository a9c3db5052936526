from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from leaddesk.domain.search import Choice
from leaddesk.ui.accounts.server_edit import ServerEdit

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

REGIONS = (Choice("https://api.example.com", "Singapore"), Choice("https://api-ir.example.com", "Ireland"))


@pytest.fixture
def edit(qtbot: QtBot) -> ServerEdit:
    made = ServerEdit(REGIONS, "")
    qtbot.addWidget(made)
    return made


def test_regions_are_shown_with_their_addresses_and_give_the_address(edit: ServerEdit) -> None:
    assert [edit.itemText(place) for place in range(edit.count())] == [
        "Singapore – api.example.com",
        "Ireland – api-ir.example.com",
    ]
    assert edit.address == ""
    edit.setCurrentIndex(1)
    assert edit.address == "https://api-ir.example.com"


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("https://api-ir.example.com", "Ireland – api-ir.example.com"),
        ("api-ir.example.com/", "Ireland – api-ir.example.com"),
        ("https://other.example.com", "https://other.example.com"),
        ("not a server", "not a server"),
        ("", ""),
    ],
)
def test_a_kept_address_is_shown_by_its_region_in_whatever_spelling(edit: ServerEdit, kept: str, shown: str) -> None:
    edit.set_address(kept)
    assert edit.currentText() == shown


@pytest.mark.parametrize("typed", ["api-xx.example.com", "https://api-xx.example.com", "127.0.0.1:8080"])
def test_any_other_server_can_be_typed(qtbot: QtBot, edit: ServerEdit, typed: str) -> None:
    edit.setCurrentIndex(0)
    line = edit.lineEdit()
    assert line is not None
    line.selectAll()
    qtbot.keyClicks(line, typed)
    assert edit.address == typed
