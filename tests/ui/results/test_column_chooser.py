from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QPushButton, QSpinBox, QTreeWidget

from leaddesk.domain.columns import ColumnLayout
from leaddesk.ui.results.column_chooser import ColumnChooser
from leaddesk.ui.results.column_layout import default_layout
from tests.ui.results.conftest import controls_without_name
from tests.ui.results.sample_leads import COLUMNS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

LAYOUT = ColumnLayout(("Fields.Phone", "Fields.Other", "UID"), {"UID": 90}, 1)


@pytest.fixture
def chooser(qtbot):
    dialog = ColumnChooser(COLUMNS, LAYOUT)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitExposed(dialog)
    return dialog


def listed(dialog):
    tree = dialog.findChild(QTreeWidget)
    items = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    return [item.text(1) for item in items if not item.isHidden()]


def press(dialog, words):
    button = next(item for item in dialog.findChildren(QPushButton) if item.text().replace("&", "") == words)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(dialog, key):
    tree = dialog.findChild(QTreeWidget)
    tree.setCurrentItem(tree.findItems(key, Qt.MatchFlag.MatchExactly, 1)[0])
    return tree.currentItem()


def test_shown_columns_come_first_in_their_order(chooser):
    assert listed(chooser)[:2] == ["Fields.Phone", "UID"]
    assert sorted(listed(chooser)) == sorted(item.key for item in COLUMNS)


def test_ok_gives_the_choice_and_keeps_columns_that_are_not_there_today(chooser, qtbot):
    choose(chooser, "Fields.Zip").setCheckState(0, Qt.CheckState.Checked)
    chooser.findChild(QSpinBox).setValue(3)
    with qtbot.waitSignal(chooser.layout_chosen) as told:
        press(chooser, "OK")
    assert told.args[0] == ColumnLayout(("Fields.Phone", "Fields.Other", "UID", "Fields.Zip"), {"UID": 90}, 3)
    assert not chooser.isVisible()


def test_apply_leaves_the_dialog_open_and_cancel_tells_nothing(chooser, qtbot):
    with qtbot.waitSignal(chooser.layout_chosen):
        press(chooser, "Apply")
    assert chooser.isVisible()
    with qtbot.assertNotEmitted(chooser.layout_chosen):
        press(chooser, "Cancel")
    assert not chooser.isVisible()


def test_moving_changes_the_order(chooser):
    choose(chooser, "UID")
    press(chooser, "Move up")
    assert chooser.chosen_layout().shown == ("UID", "Fields.Phone", "Fields.Other")
    press(chooser, "Move down")
    press(chooser, "Move down")
    assert listed(chooser).index("UID") == 2


def test_the_search_finds_titles_and_the_providers_names(chooser):
    box = chooser.findChild(QLineEdit)
    QTest.keyClicks(box, "NAME")
    assert listed(chooser) == ["Fields.FirstName", "Fields.LastName"]
    box.setText("properties.")
    assert all(key.startswith("Properties.") for key in listed(chooser))


def test_show_and_hide_act_on_what_the_search_lists(chooser):
    chooser.findChild(QLineEdit).setText("name")
    press(chooser, "Show these")
    assert chooser.chosen_layout().shown == (
        "Fields.Phone",
        "Fields.Other",
        "UID",
        "Fields.FirstName",
        "Fields.LastName",
    )
    chooser.findChild(QLineEdit).clear()
    press(chooser, "Hide all")
    assert not chooser.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    press(chooser, "Show all")
    assert set(chooser.chosen_layout().shown) >= {item.key for item in COLUMNS}


def test_moving_passes_over_columns_that_the_search_does_not_list(chooser):
    chooser.findChild(QLineEdit).setText("name")
    choose(chooser, "Fields.LastName")
    press(chooser, "Move up")
    assert listed(chooser) == ["Fields.LastName", "Fields.FirstName"]


def test_reset_goes_back_to_the_declared_columns_and_widths(chooser):
    press(chooser, "Reset to default")
    layout = chooser.chosen_layout()
    assert [key for key in layout.shown if key != "Fields.Other"] == list(default_layout(COLUMNS).shown)
    assert layout.widths == {}


def test_dragging_a_column_changes_the_order_and_nests_nothing(chooser):
    tree = chooser.findChild(QTreeWidget)
    item = tree.topLevelItem(0)
    assert item.flags() & Qt.ItemFlag.ItemIsDragEnabled
    assert not item.flags() & Qt.ItemFlag.ItemIsDropEnabled
    assert tree.dragDropMode() is QTreeWidget.DragDropMode.InternalMove


def test_every_control_has_a_name(chooser):
    assert controls_without_name(chooser) == []
