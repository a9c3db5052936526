"""Records read into sections, made by hand, and a pane that shows them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot

from leaddesk.domain.cell import NOT_SENT, Kind
from leaddesk.domain.consent import Consent, ConsentMoment, ConsentState
from leaddesk.domain.lead import Email, Lead, Phone, Place, Validity
from leaddesk.domain.record import Record, RecordKind
from leaddesk.domain.record_detail import Document, FieldGroup, FieldValue, RecordDetail
from leaddesk.domain.send_history import EmailRead, Send, SendHistory
from leaddesk.domain.timeline import TimelineEvent
from leaddesk.ui.lead.fact_grid import ElidedLine, FactGrid
from leaddesk.ui.lead.record_pane import RecordPane

BERLIN = timezone(timedelta(hours=1), "CET")
NOW = datetime(2026, 11, 20, 19, 2, tzinfo=UTC)

LeadDetail = Callable[..., RecordDetail]


def pytest_itemcollected(item: pytest.Item) -> None:
    """The offscreen platform warns that it has no window manager to tell sizes to; that is no fault of a widget."""
    item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints"))


def value(name: str, raw: Any, kind: Kind = Kind.TEXT, label: str = "", meaning: str = "") -> FieldValue:
    return FieldValue(name, label or name, kind, raw, meaning)


def build_send(number: int = 1, **changes: Any) -> Send:
    values: dict[str, Any] = {
        "id": str(100 + number),
        "sent": datetime(2026, 11, 19, 15, number, 5, tzinfo=UTC),
        "client": f"Example Buyer {number}",
        "client_group": "West",
        "accepted": True,
        "price": 41.5,
        "posted": "first=Ada&password=hunter2&phone=4155550134",
        "response": '{"status":"ok","id":90210,"token":"abc123secret"}',
        "first_read": None,
        "last_read": None,
        "read_count": 2,
        "return_words": "",
        "next_appointment": None,
        "email_reads": (EmailRead(datetime(2026, 11, 19, 16, 0, tzinfo=UTC), "203.0.113.9"), EmailRead(None, "")),
        "appointments": ((value("Starts", "2026-12-01T10:00:00Z", Kind.MOMENT),),),
        "rows": (
            value("SendUID", 100 + number, Kind.IDENTIFIER),
            value("NextAppointmentDate", "0001-01-01T00:00:00Z", Kind.MOMENT),
        ),
    }
    return Send(**{**values, **changes})


def build_consent(state: ConsentState = ConsentState.GIVEN, **changes: Any) -> Consent:
    values: dict[str, Any] = {
        "why": "The consent record says so (ConsentGiven).",
        "was_sent": True,
        "text": "By pressing “Get my quote” I agree to be called by Example Lending at the number given above.",
        "moments": (
            ConsentMoment("Requested", datetime(2026, 11, 19, 14, 58, 2, tzinfo=UTC)),
            ConsentMoment("Text requested", None),
        ),
        "ip_address": "203.0.113.7",
        "form_url": "https://quotes.example.com/mortgage/start?step=2",
        "referrer_url": "javascript:alert(1)",
        "browser": "Firefox 140",
        "operating_system": "Windows 11",
        "is_mobile": False,
        "seconds_on_site": 125.0,
        "seconds_on_form": 48.0,
        "person": (("First name", "Ada"), ("Phone", "4155550134")),
        "rows": (value("VisitID", ""), value("RequestID", 77, Kind.IDENTIFIER)),
    }
    return Consent(state, **{**values, **changes})


def build_lead(**changes: Any) -> Lead:
    values: dict[str, Any] = {
        "name": "Ada Testwood",
        "phones": (Phone("4155550134", "Phone"), Phone("+44 20 7946 0018", "Work phone")),
        "emails": (Email("ada.testwood@example.com", "E-mail"),),
        "place": Place("12 Sample Street", "Reno", "NV", "89501", "US"),
        "time_zone": "Pacific Standard Time",
        "source": "Example Source",
        "channel": "Web",
        "grade": "A",
        "price": 41.5,
        "owner": "Not Assigned",
        "added": datetime(2026, 11, 19, 15, 0, 1, tzinfo=UTC),
        "updated": datetime(2026, 11, 20, 8, 0, tzinfo=UTC),
        "validity": Validity(True, "", "Not Returned"),
    }
    return Lead(**{**values, **changes})


def build_detail(**changes: Any) -> RecordDetail:
    values: dict[str, Any] = {
        "title": "Ada Testwood",
        "subtitle": "Lead 90210001",
        "lead": build_lead(),
        "groups": (
            FieldGroup(
                "fields",
                "Fields",
                (
                    value("FirstName", "Ada", label="First name"),
                    value("LoanAmount", 175000, Kind.NUMBER, label="Loan amount"),
                    value("Phone", 4155550134, Kind.PHONE),
                    value("Comment", "", Kind.LONG_TEXT),
                    value("Referral", None),
                    value("PostalCode", NOT_SENT, Kind.POSTAL_CODE, label="Postal code"),
                    value("Birthday", "0001-01-01T00:00:00Z", Kind.MOMENT),
                    value("Notes", "A long remark. " * 60, Kind.LONG_TEXT),
                ),
            ),
            FieldGroup("properties", "Properties", (), "LeadExec sent no properties for this lead."),
        ),
        "consent": build_consent(),
        "sends": SendHistory(True, 83.0, 2, (build_send(1), build_send(2, accepted=False, price=None))),
        "closing_groups": (
            FieldGroup(
                "verification",
                "Verification",
                (value("PhoneContactGrade", "A", label="Phone grade", meaning="Best grade (A is best, F is worst)."),),
            ),
        ),
        "timeline": (
            TimelineEvent(datetime(2026, 11, 19, 15, 0, 1, tzinfo=UTC), "added", "Lead added from Example Source"),
            TimelineEvent(datetime(2026, 11, 19, 15, 1, 5, tzinfo=UTC), "sent", "Sent to Example Buyer 1, accepted"),
        ),
    }
    return RecordDetail(**{**values, **changes})


def build_record(source: bytes = b"", kind: RecordKind = RecordKind.LEAD) -> Record:
    text = source or json.dumps({"UID": 90210001, "Fields": {"FirstName": "Ada"}}).encode()
    return Record("account-1", "leadexec", kind, "90210001", text, 0)


def build_ping_detail(**changes: Any) -> RecordDetail:
    values: dict[str, Any] = {
        "title": "Inbound ping: Example Source",
        "subtitle": "Ping 63c8b0a03314ce0624637a41",
        "summary": (value("Accepted", True, Kind.YES_NO), value("PotentialRevenue", 12.5, Kind.MONEY)),
        "groups": (FieldGroup("fields", "Fields", (), "LeadExec sent no fields with this ping."),),
        "documents": (
            Document("Request", "Request", '{\n  "zip": "89501"\n}', "JSON, indented for reading."),
            Document("Response", "Response", "", "LeadExec sent this empty."),
        ),
    }
    return RecordDetail(**{**values, **changes})


class Hand:
    """A pane in view, and the ways a test uses it."""

    def __init__(self, pane: RecordPane) -> None:
        self.pane = pane
        self.words: list[str] = []
        pane.copied.connect(self.words.append)

    def show(self, detail: RecordDetail, record: Record | None = None) -> None:
        self.pane.show_record(detail, record or build_record(), BERLIN)

    def open(self, key: str) -> Any:
        assert self.pane.select_tab(key), self.pane.tab_keys()
        return self.pane.tabs.page(key)

    @staticmethod
    def fact(page: QWidget, caption: str) -> str:
        """The value that stands beside a caption."""
        for grid in page.findChildren(FactGrid):
            layout = grid.layout()
            assert isinstance(layout, QGridLayout)
            for row in range(layout.rowCount()):
                label, value = layout.itemAtPosition(row, 0), layout.itemAtPosition(row, 1)
                if label is not None and value is not None and _words(label.widget()) == caption:
                    return _words(value.widget())
        raise AssertionError(f"no caption {caption}")

    @staticmethod
    def clipboard() -> str:
        return QGuiApplication.clipboard().text()


def _words(widget: QWidget | None) -> str:
    assert widget is not None
    if isinstance(widget, QLabel | ElidedLine):
        return widget.text()
    return " ".join(label.text() for label in widget.findChildren(QLabel))


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    pane = RecordPane(now=lambda: NOW)
    qtbot.addWidget(pane)
    pane.resize(460, 760)
    pane.show()
    qtbot.waitExposed(pane)
    return Hand(pane)


@pytest.fixture
def lead_detail() -> LeadDetail:
    return build_detail


@pytest.fixture
def ping_detail() -> LeadDetail:
    return build_ping_detail


@pytest.fixture
def consent() -> Callable[..., Consent]:
    return build_consent


@pytest.fixture
def lead() -> Callable[..., Lead]:
    return build_lead


@pytest.fixture
def send() -> Callable[..., Send]:
    return build_send


@pytest.fixture
def record() -> Callable[..., Record]:
    return build_record


@pytest.fixture
def field() -> Callable[..., FieldValue]:
    return value
