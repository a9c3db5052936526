from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from leaddesk.domain.search import Choice
from leaddesk.ui.search.choice_names import ChoiceNames
from leaddesk.ui.search.choice_picker import ChoicePicker
from tests.ui.search.vendor_spec import USER_CHOICES

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(300, 40)
    made.show()
    return made


def opened(owner: QWidget, chosen: tuple[str, ...] = (), *, one: bool = False) -> tuple[ChoicePicker, list[str]]:
    picker = ChoicePicker(ChoiceNames(USER_CHOICES), chosen, owner, one=one)
    toggled: list[str] = []
    picker.toggled.connect(toggled.append)
    picker.open_below(owner)
    return picker, toggled


def shown(picker: ChoicePicker) -> list[str]:
    return [str(picker.model.index(row).data()) for row in range(picker.model.rowCount())]


def test_what_is_chosen_stands_first_also_what_is_not_in_the_list(owner: QWidget) -> None:
    picker, _ = opened(owner, ("u-3", "stranger"))
    assert shown(picker) == ["Sample, Carla", "stranger", "Ada Testwood", "Ben Sample"]
    states = [picker.model.index(row).data(Qt.ItemDataRole.CheckStateRole) for row in range(4)]
    assert states == [Qt.CheckState.Checked] * 2 + [Qt.CheckState.Unchecked] * 2
    assert picker.words.startswith("2 chosen")
    picker.close()


def test_the_list_is_narrowed_by_text_and_by_value(qtbot: QtBot, owner: QWidget) -> None:
    picker, _ = opened(owner)
    qtbot.keyClicks(picker.search, "SAMPLE")
    assert shown(picker) == ["Ben Sample", "Sample, Carla"]
    picker.search.setText("u-1")
    assert shown(picker) == ["Ada Testwood"]
    picker.search.setText("zzz")
    assert shown(picker) == []
    assert picker.words == "None holds “zzz”."
    picker.close()


def test_it_is_worked_by_keys_alone(qtbot: QtBot, owner: QWidget) -> None:
    picker, toggled = opened(owner)
    qtbot.keyClick(picker.search, Qt.Key.Key_Down)
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    picker.list.setFocus()
    qtbot.keyClick(picker.list, Qt.Key.Key_Space)
    qtbot.keyClick(picker.list, Qt.Key.Key_Down)
    qtbot.keyClick(picker.list, Qt.Key.Key_Return)
    assert toggled == ["u-2", "u-2", "u-3"]
    assert picker.model.chosen == {"u-3"}
    qtbot.keyClick(picker.search, Qt.Key.Key_Escape)
    assert not picker.isVisible()


def test_a_click_anywhere_on_a_row_checks_it_once(qtbot: QtBot, owner: QWidget) -> None:
    picker, toggled = opened(owner)
    place = picker.list.visualRect(picker.model.index(1))
    box = QPoint(place.left() + 8, place.center().y())
    qtbot.mouseClick(picker.list.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    qtbot.mouseClick(picker.list.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert toggled == ["u-2", "u-2"]
    picker.close()


def test_where_one_is_wanted_picking_closes_it(qtbot: QtBot, owner: QWidget) -> None:
    picker, toggled = opened(owner, one=True)
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    assert toggled == ["u-1"]
    assert not picker.isVisible()


def test_three_thousand_names_are_opened_and_narrowed_at_once(qtbot: QtBot, owner: QWidget) -> None:
    names = ChoiceNames([Choice(f"id-{n}", f"Ada Testwood {n}") for n in range(3000)])
    begun = time.perf_counter()
    picker = ChoicePicker(names, (), owner)
    picker.open_below(owner)
    qtbot.waitExposed(picker)
    qtbot.keyClicks(picker.search, "2999")
    assert shown(picker) == ["Ada Testwood 2999"]
    assert time.perf_counter() - begun < 2
    picker.close()
