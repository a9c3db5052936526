"""Fixtures for the results side of the window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QWidget

from leaddesk.domain.columns import ColumnLayout
from leaddesk.ui.results.column_layout import default_layout
from leaddesk.ui.results.record_table_model import RecordTableModel
from leaddesk.ui.results.record_table_view import RecordTableView
from tests.ui.results.sample_leads import COLUMNS, leads


@pytest.fixture
def table(qtbot) -> Iterator[RecordTableView]:
    """A shown table of 60 leads with two frozen columns and the keyboard focus, watched by Qt's model tester."""
    model = RecordTableModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    view = RecordTableView(model)
    qtbot.addWidget(view)
    view.resize(700, 400)
    view.show_page(leads(60), COLUMNS, ColumnLayout(default_layout(COLUMNS).shown, {}, 2), UTC)
    view.show()
    qtbot.waitExposed(view)
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.grid.hasFocus)
    yield view
    del tester


def controls_without_name(widget: QWidget) -> list[str]:
    """The controls of a widget that a screen reader could not name."""
    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox)
    inner = {"qt_spinbox_lineedit", "ScrollLeftButton", "ScrollRightButton", "qt_tableview_cornerbutton"}
    return [
        f"{type(control).__name__} {control.objectName()}"
        for kind in kinds
        for control in widget.findChildren(kind)
        if not control.accessibleName()
        and not (isinstance(control, QAbstractButton) and control.text())
        and control.objectName() not in inner
        and not isinstance(control.parent(), QLineEdit)
    ]
