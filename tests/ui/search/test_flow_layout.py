from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from leaddesk.ui.search.flow_layout import FlowLayout


def filled(qtbot: QtBot, count: int = 6) -> tuple[QWidget, FlowLayout, list[QPushButton]]:
    root = QWidget()
    qtbot.addWidget(root)
    layout = FlowLayout(spacing=4)
    root.setLayout(layout)
    buttons = [QPushButton("x") for _ in range(count)]
    for button in buttons:
        button.setFixedSize(50, 20)
        layout.addWidget(button)
    return root, layout, buttons


def test_widgets_go_to_the_next_line_where_the_width_ends(qtbot: QtBot) -> None:
    root, layout, buttons = filled(qtbot)
    root.resize(160, 200)
    root.show()
    qtbot.waitUntil(lambda: buttons[5].y() > 0)
    assert [(button.x(), button.y()) for button in buttons] == [
        (0, 0), (54, 0), (108, 0),
        (0, 24), (54, 24), (108, 24),
    ]  # fmt: skip
    assert layout.heightForWidth(160) == 44


def test_a_narrower_one_is_higher_and_its_least_width_is_that_of_one_widget(qtbot: QtBot) -> None:
    _root, layout, _buttons = filled(qtbot)
    assert (layout.heightForWidth(1000), layout.heightForWidth(50)) == (20, 6 * 20 + 5 * 4)
    assert layout.minimumSize().width() == 50


def test_what_is_hidden_takes_no_room(qtbot: QtBot) -> None:
    _root, layout, buttons = filled(qtbot)
    for button in buttons[1:]:
        button.hide()
    assert layout.heightForWidth(50) == 20


def test_a_widget_that_was_taken_out_is_arranged_no_more(qtbot: QtBot) -> None:
    _root, layout, buttons = filled(qtbot, 2)
    layout.removeWidget(buttons[0])
    assert layout.count() == 1
    assert layout.itemAt(5) is None
    assert layout.takeAt(5) is None
