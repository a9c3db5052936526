"""Everything the keyboard can reach has a name that a screen reader can say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from leaddesk.domain.form_state import FormState
from leaddesk.ui.accounts.account_dialog import AccountDialog
from leaddesk.ui.accounts.account_list import AccountList, AccountRow
from leaddesk.ui.export.export_dialog import ExportDialog
from leaddesk.ui.export.export_request import ExportChoice, ExportScope
from leaddesk.ui.search.search_form import SearchForm
from leaddesk.ui.search.search_picker import SearchPicker
from leaddesk.ui.widgets.name_dialog import NameDialog
from leaddesk.ui.widgets.notice_bar import Notice, NoticeBar, NoticeLevel
from leaddesk.ui.widgets.tab_order import tab_stops
from tests.ui.accounts.sample_providers import ALPHA, BETA
from tests.ui.search.sample_spec import COLUMN_NAMES, LEADS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def search_form() -> QWidget:
    form = SearchForm(ZoneInfo("Europe/Berlin"))
    form.set_search(LEADS)
    form.set_column_names(COLUMN_NAMES)
    form.set_choices_failed("types", "Refused.")
    form.set_form_state(FormState({"Query": '{"Amount": {"$gte": 1, "$lte": 2}}'}))
    form.body.fold.set_open(opened=True)
    return form


def search_form_with_raw_json() -> QWidget:
    form = SearchForm(ZoneInfo("Europe/Berlin"))
    form.set_search(LEADS)
    form.set_form_state(FormState({"Query": '{"$or": []}'}))
    return form


def account_dialog() -> QWidget:
    dialog = AccountDialog([ALPHA, BETA])
    dialog.form.fold.set_open(opened=True)
    return dialog


def account_list() -> QWidget:
    accounts = AccountList()
    accounts.set_accounts([AccountRow("1", "Main", "Alpha CRM")])
    return accounts


def export_dialog() -> ExportDialog:
    dialog = ExportDialog([ExportChoice("xlsx", "Excel workbook", "Good.", ".xlsx")])
    dialog.set_scopes([ExportScope("all", "All", 3)])
    return dialog


def failed_export() -> QWidget:
    dialog = export_dialog()
    dialog.show_failed("No.", "Try.", Path("a.xlsx").absolute(), Path("b.xlsx").absolute())
    return dialog


def notice_bar() -> QWidget:
    bar = NoticeBar()
    bar.show_notice(Notice(NoticeLevel.ERROR, "Words", "Title", (("a", "Do it"), ("b", "Or that")), "Details"))
    return bar


def name_dialog() -> QWidget:
    return NameDialog(None, title="Save", label="Name", button="Save")


@pytest.mark.parametrize(
    "build",
    [
        search_form,
        search_form_with_raw_json,
        SearchPicker,
        account_dialog,
        account_list,
        export_dialog,
        failed_export,
        notice_bar,
        name_dialog,
    ],
    ids=lambda build: build.__name__,
)
def test_everything_that_takes_the_focus_has_an_accessible_name(qtbot: QtBot, build: Callable[[], QWidget]) -> None:
    widget = build()
    qtbot.addWidget(widget)
    stops = tab_stops(widget)
    assert len(stops) >= 3
    nameless = [stop for stop in stops if not spoken_name(stop)]
    assert nameless == []


def spoken_name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface is not None else ""
