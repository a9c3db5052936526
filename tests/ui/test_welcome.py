"""The first page: two ways on, and a place for words."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from leaddesk.domain.errors import SettingsDamaged
from leaddesk.ui.shown_result import fault_notice
from leaddesk.ui.welcome import Welcome


def test_a_newcomer_can_add_an_account_or_try_the_demo(qtbot):
    page = Welcome()
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.add_account_wanted):
        page.add_button.click()
    with qtbot.waitSignal(page.demo_wanted):
        page.demo_button.click()
    words = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "keyring" in words
    assert "credential" in words


def test_what_went_wrong_at_the_start_is_told_here_too(qtbot):
    page = Welcome()
    qtbot.addWidget(page)
    page.show()
    assert page.notice.isHidden()
    page.notice.show_notice(fault_notice((SettingsDamaged("The settings in accounts.json were damaged."),)))
    assert page.notice.isVisible()
    assert "accounts.json" in page.notice.accessibleName()
