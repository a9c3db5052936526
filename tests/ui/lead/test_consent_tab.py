"""The consent tab."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QToolButton

from leaddesk.domain.consent import ConsentState
from leaddesk.domain.lead import Place
from leaddesk.ui.lead.text_table import TextTable


def words_of(page) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page) and label.text()]


def table_named(page, name: str) -> TextTable:
    return next(table for table in page.findChildren(TextTable) if table.accessibleName() == name)


def button_named(page, name: str) -> QToolButton:
    return next(button for button in page.findChildren(QToolButton) if button.accessibleName() == name)


class Browser(QObject):
    """Stands where the desktop hands web addresses to the browser."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def browser():
    it = Browser()
    for scheme in ("http", "https", "javascript", "file"):
        QDesktopServices.setUrlHandler(scheme, it, "open")  # pyright: ignore[reportArgumentType] - the stub asks for bytes, Qt for text
    yield it
    for scheme in ("http", "https", "javascript", "file"):
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.mark.parametrize(
    ("state", "badge"),
    [
        (ConsentState.GIVEN, "✓ Consent given"),
        (ConsentState.NOT_GIVEN, "✕ Consent not given"),
        (ConsentState.NOT_KNOWN, "? Consent not known"),
    ],
)
def test_state_and_grounds_come_first(hand, lead_detail, consent, state, badge):
    hand.show(lead_detail(consent=consent(state, why="It says so.")))
    assert words_of(hand.open("consent"))[:2] == [badge, "It says so."]


def test_a_section_that_was_not_sent_is_said_and_the_state_still_shown(hand, lead_detail, consent):
    hand.show(lead_detail(consent=consent(ConsentState.GIVEN, was_sent=False, why="A flag says yes.")))
    words = words_of(hand.open("consent"))
    assert words == [
        "✓ Consent given",
        "A flag says yes.",
        "There is no consent record to show: no text, no times and no addresses were sent.",
    ]


def test_the_words_agreed_to_are_plain_and_can_be_copied(hand, lead_detail, consent):
    text = "I agree to <b>everything</b>\nand more."
    hand.show(lead_detail(consent=consent(text=text)))
    page = hand.open("consent")
    assert page.findChild(QPlainTextEdit).toPlainText() == text
    button_named(page, "Copy consent text").click()
    assert hand.clipboard() == text


def test_a_missing_consent_text_is_said(hand, lead_detail, consent):
    hand.show(lead_detail(consent=consent(text="")))
    assert "The vendor sent no consent text." in words_of(hand.open("consent"))


def test_times_are_shown_in_utc_mine_and_the_leads(hand, lead_detail):
    hand.show(lead_detail())
    rows = table_named(hand.open("consent"), "Times of consent").contents.rows
    assert [cell.text for cell in rows[0]] == [
        "Requested",
        "2026-11-19 14:58:02 UTC",
        "2026-11-19 15:58:02 CET",
        "2026-11-19 06:58:02 PST",
    ]
    assert [cell.text for cell in rows[1]] == ["Text requested", "not given", "not given", "not given"]
    assert all(cell.muted for cell in rows[1][1:])


def test_the_leads_time_is_not_known_without_a_zone(hand, lead_detail, lead):
    hand.show(lead_detail(lead=lead(time_zone="", place=Place())))
    cell = table_named(hand.open("consent"), "Times of consent").contents.rows[0][3]
    assert (cell.text, cell.muted) == ("not known", True)


def test_visit_and_durations_are_said_in_words(hand, lead_detail):
    hand.show(lead_detail())
    words = words_of(hand.open("consent"))
    for text in ("203.0.113.7", "Firefox 140", "Windows 11", "no", "2 min 05 s", "48 s"):
        assert text in words


def test_what_the_visit_lacks_is_said(hand, lead_detail, consent):
    hand.show(
        lead_detail(
            consent=consent(
                ip_address="", form_url="", browser="", is_mobile=None, seconds_on_site=None, person=(), moments=()
            )
        )
    )
    page = hand.open("consent")
    words = words_of(page)
    assert hand.fact(page, "IP address") == "not given"
    assert hand.fact(page, "Form page") == "not given"
    assert hand.fact(page, "Mobile") == "not said"
    assert hand.fact(page, "Time on site") == "not given"
    assert "The vendor sent none of it." in words
    assert "The vendor sent no times." in words


def test_a_web_address_is_opened_only_by_its_button(hand, lead_detail, browser):
    hand.show(lead_detail())
    page = hand.open("consent")
    assert browser.opened == []
    button_named(page, "Open form page in the browser").click()
    assert browser.opened == ["https://quotes.example.com/mortgage/start?step=2"]


def test_an_address_that_is_no_web_address_cannot_be_opened_but_copied(hand, lead_detail, browser):
    hand.show(lead_detail())
    page = hand.open("consent")
    button = button_named(page, "Open referrer in the browser")
    assert not button.isEnabled()
    button.click()
    assert browser.opened == []
    button_named(page, "Copy referrer").click()
    assert hand.clipboard() == "javascript:alert(1)"


def test_what_the_person_typed_and_all_other_values_are_shown(hand, lead_detail):
    hand.show(lead_detail())
    page = hand.open("consent")
    words = words_of(page)
    assert hand.fact(page, "First name") == "Ada"
    assert "(415) 555-0134" in words
    rows = table_named(page, "All values of the consent record").contents.rows
    assert [[cell.text for cell in row] for row in rows] == [["VisitID", "empty"], ["RequestID", "77"]]
    assert rows[0][1].muted
