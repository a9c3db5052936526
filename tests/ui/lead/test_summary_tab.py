"""The summary of a lead."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QFrame, QLabel, QToolButton

from leaddesk.domain.consent import ConsentState
from leaddesk.domain.lead import Email, LeadFact, Phone, Place, Validity
from leaddesk.domain.send_history import SendHistory
from leaddesk.ui.lead.fact_grid import ElidedLine
from leaddesk.ui.lead.summary_tab import TICK_MILLISECONDS
from leaddesk.ui.widgets.icon_view import IconView


def words_of(page) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page) and label.text()]


def copy_buttons(page) -> list[QToolButton]:
    return [button for button in page.findChildren(QToolButton) if button.accessibleName().startswith("Copy")]


def press(page, name: str) -> None:
    next(button for button in copy_buttons(page) if button.accessibleName() == name).click()


def test_who_where_and_what_it_is_worth_are_shown(hand, lead_detail):
    hand.show(lead_detail())
    page = hand.open("summary")
    words = words_of(page)
    for text in (
        "Ada Testwood",
        "(415) 555-0134",
        "+44 20 7946 0018",
        "ada.testwood@example.com",
        "12 Sample Street, Reno, NV 89501, US",
        "Example Source",
        "Web",
        "A",
        "41.50",
        "Not Returned",
    ):
        assert text in words


def test_a_phone_is_copied_as_it_was_sent(hand, lead_detail):
    hand.show(lead_detail())
    press(hand.open("summary"), "Copy phone")
    assert hand.clipboard() == "4155550134"
    assert hand.words == ["Phone copied"]


def test_the_sent_phone_is_in_the_tool_tip(hand, lead_detail):
    hand.show(lead_detail())
    label = next(label for label in hand.open("summary").findChildren(QLabel) if label.text() == "(415) 555-0134")
    assert "Sent as 4155550134" in label.toolTip()


def test_e_mail_and_address_have_copy_buttons(hand, lead_detail):
    hand.show(lead_detail())
    page = hand.open("summary")
    press(page, "Copy e-mail")
    assert hand.clipboard() == "ada.testwood@example.com"
    press(page, "Copy address")
    assert hand.clipboard() == "12 Sample Street, Reno, NV 89501, US"


def test_a_phone_of_zeros_is_marked(hand, lead_detail, lead):
    hand.show(lead_detail(lead=lead(phones=(Phone("0", "Phone"),))))
    words = words_of(hand.open("summary"))
    assert "0" in words
    assert "no real number" in words


def test_ten_digits_of_a_foreign_lead_are_not_formatted(hand, lead_detail, lead):
    hand.show(lead_detail(lead=lead(place=Place(country="UA"))))
    assert "4155550134" in words_of(hand.open("summary"))


def test_what_is_missing_is_said(hand, lead_detail, lead):
    hand.show(
        lead_detail(
            lead=lead(
                name="",
                phones=(),
                emails=(),
                place=Place(),
                source="",
                grade="",
                price=None,
                owner="",
                added=None,
                updated=None,
            )
        )
    )
    page = hand.open("summary")
    for caption in ("Name", "Phone", "E-mail", "Address", "Source", "Grade", "Price", "Owner", "Added", "Updated"):
        assert hand.fact(page, caption) == "not given"


def test_a_price_of_zero_is_a_price(hand, lead_detail, lead):
    hand.show(lead_detail(lead=lead(price=0.0)))
    assert hand.fact(hand.open("summary"), "Price") == "0.00"


@pytest.mark.parametrize(
    ("validity", "badge", "role", "why"),
    [
        (Validity(True), "✓ Valid", "badge-good", None),
        (Validity(False, "Duplicate"), "✕ Not valid", "badge-bad", "Reason: Duplicate"),
        (Validity(False), "✕ Not valid", "badge-bad", "The vendor gave no reason for “not valid”."),
        (Validity(None), "? Validity not said", "badge-unknown", None),
    ],
)
def test_the_three_states_of_validity_have_sign_and_word(hand, lead_detail, lead, validity, badge, role, why):
    hand.show(lead_detail(lead=lead(validity=validity)))
    page = hand.open("summary")
    label = next(label for label in page.findChildren(QLabel) if label.text() == badge)
    assert label.property("role") == role
    if why is not None:
        assert why in "\n".join(words_of(page))


@pytest.mark.parametrize(
    ("state", "badge", "role"),
    [
        (ConsentState.GIVEN, "✓ Consent given", "badge-good"),
        (ConsentState.NOT_GIVEN, "✕ Consent not given", "badge-bad"),
        (ConsentState.NOT_KNOWN, "? Consent not known", "badge-unknown"),
    ],
)
def test_the_three_states_of_consent_have_sign_and_word(hand, lead_detail, consent, state, badge, role):
    hand.show(lead_detail(consent=consent(state)))
    label = next(label for label in hand.open("summary").findChildren(QLabel) if label.text() == badge)
    assert label.property("role") == role


@pytest.mark.parametrize(
    ("flag", "badge", "why"),
    [
        (True, "✓ Consent given", "The vendor’s own flag says so; it sent no consent record."),
        (False, "✕ Consent not given", "The vendor’s own flag says so; it sent no consent record."),
        (None, "? Consent not known", "The vendor says nothing of consent."),
    ],
)
def test_without_a_consent_record_the_vendors_flag_is_shown_as_such(hand, lead_detail, lead, flag, badge, why):
    hand.show(lead_detail(consent=None, lead=lead(consent_flag=flag)))
    words = words_of(hand.open("summary"))
    assert badge in words
    assert why in "\n".join(words)


def test_do_not_contact_sentences_come_first(hand, lead_detail, lead):
    hand.show(lead_detail(lead=lead(do_not_contact=("Do not call: the vendor says so.", "Do not text."))))
    assert words_of(hand.open("summary"))[:2] == ["Do not call: the vendor says so.", "Do not text."]


def test_both_local_times_are_shown_with_their_zones(hand, lead_detail):
    hand.show(lead_detail())
    page = hand.open("summary")
    assert hand.fact(page, "Lead’s local time") == "Fri 11:02 PST (America/Los_Angeles)"
    assert "from the zone “Pacific Standard Time” and the state NV" in words_of(page)
    assert hand.fact(page, "My time") == "Fri 20:02 CET"


def test_a_zone_that_contradicts_the_state_is_said(hand, lead_detail, lead):
    hand.show(lead_detail(lead=lead(time_zone="EST")))
    assert any(
        "The zone and the state do not agree: in NV it is 11:02 PST" in words
        for words in words_of(hand.open("summary"))
    )


def test_without_zone_and_state_the_local_time_is_not_known(hand, lead_detail, lead):
    hand.show(lead_detail(lead=lead(time_zone="", place=Place())))
    assert hand.fact(hand.open("summary"), "Lead’s local time") == "not known"


def test_added_is_in_my_time_with_utc_and_the_leads_time_in_the_tool_tip(hand, lead_detail):
    hand.show(lead_detail())
    label = next(
        label for label in hand.open("summary").findChildren(QLabel) if label.text() == "2026-11-19 16:00:01 CET"
    )
    assert "2026-11-19 15:00:01 UTC" in label.toolTip()
    assert "2026-11-19 07:00:01 PST" in label.toolTip()


def test_the_clocks_go_on_while_in_view_and_rest_when_hidden(hand, lead_detail):
    moments = [datetime(2026, 11, 20, 19, 2, tzinfo=UTC)]
    hand.pane._now = lambda: moments[0]
    hand.show(lead_detail())
    page = hand.open("summary")
    assert page.is_ticking
    assert page._ticker.interval() == TICK_MILLISECONDS == 30_000
    moments[0] = datetime(2026, 11, 20, 19, 3, tzinfo=UTC)
    page._ticker.timeout.emit()
    assert hand.fact(page, "Lead’s local time") == "Fri 11:03 PST (America/Los_Angeles)"
    assert hand.fact(page, "My time") == "Fri 20:03 CET"
    hand.open("raw")
    assert not page.is_ticking
    hand.open("summary")
    assert page.is_ticking
    hand.pane.hide()
    assert not page.is_ticking


def test_sends_are_summed_up(hand, lead_detail, send):
    hand.show(lead_detail())
    assert hand.fact(hand.open("summary"), "Sends") == "2 sends, 1 accepted, revenue 83.00"
    hand.show(lead_detail(sends=SendHistory(True, None, 3, (send(),))))
    assert hand.fact(hand.open("summary"), "Sends") == "1 send, 1 accepted (3 announced), revenue not given"
    hand.show(lead_detail(sends=SendHistory(False)))
    assert hand.fact(hand.open("summary"), "Sends") == "not known: the vendor did not send this section"


def test_a_very_long_address_ends_in_an_ellipsis_and_is_whole_in_the_tool_tip(hand, lead_detail, lead):
    long = "a" * 120 + "@example.com"
    hand.show(lead_detail(lead=lead(emails=(Email(long, "E-mail"),))))
    page = hand.open("summary")
    line = page.findChild(ElidedLine)
    assert line.text() == long
    assert long in line.toolTip()
    assert page.horizontalScrollBar().maximum() == 0
    press(page, "Copy e-mail")
    assert hand.clipboard() == long


def test_direction_marks_in_a_name_are_visible(hand, lead_detail, lead):
    hand.show(lead_detail(title="Ada\u202etxt", lead=lead(name="Ada\u202etxt")))
    assert hand.pane.header.title.text() == "Ada⇄txt"
    assert "Ada⇄txt" in words_of(hand.open("summary"))
    press(hand.open("summary"), "Copy name")
    assert hand.clipboard() == "Ada\u202etxt"


NO_FACTS = {"source": "", "grade": "", "price": None, "validity": Validity()}


def test_what_a_vendor_cannot_say_is_not_told_as_missing(hand, lead_detail, lead, record):
    detail = lead_detail(lead=lead(**NO_FACTS), sends=None)
    hand.pane.show_record(detail, record(), UTC, frozenset({LeadFact.GRADE}))
    page = hand.open("summary")
    words = words_of(page)
    assert hand.fact(page, "Grade") == "not given"
    assert hand.fact(page, "Owner") == "Not Assigned"
    assert not {"Source", "Price", "? Validity not said"} & set(words)
    hand.show(detail)
    words = words_of(hand.open("summary"))
    assert {"Source", "Grade", "Price", "? Validity not said"} <= set(words), "a vendor that can have all of it"


def test_what_is_given_all_the_same_is_shown(hand, lead_detail, record):
    hand.pane.show_record(lead_detail(), record(), UTC, frozenset())
    page = hand.open("summary")
    assert (hand.fact(page, "Source"), hand.fact(page, "Grade"), hand.fact(page, "Price")) == (
        "Example Source",
        "A",
        "41.50",
    )
    assert "✓ Valid" in words_of(page)


def test_in_a_narrow_pane_nothing_is_scrolled_to_and_no_address_is_cut_off_unseen(hand, lead_detail, lead, qtbot):
    address = "ana.adams+quotes256@example.com"
    emails = (Email(address, "E-mail"), Email("ada@example.com", "Office e-mail"))
    hand.show(lead_detail(lead=lead(emails=emails, phones=(Phone("419/555-0111 ext. 14", "Phone"),))))
    page = hand.open("summary")
    for width in (450, 400, 330):
        hand.pane.resize(width, 760)
        qtbot.waitUntil(lambda width=width: page.width() <= width and page.viewport().width() > width - 30)
        assert page.horizontalScrollBar().maximum() == 0
    assert [line.text() for line in page.findChildren(ElidedLine)] == [address], "it ends in an ellipsis"


def test_the_sign_of_a_warning_follows_light_and_dark(hand, lead_detail, lead):
    hand.show(lead_detail(lead=lead(do_not_contact=("Do not call.",))))
    frames = hand.open("summary").findChildren(QFrame)
    (frame,) = [frame for frame in frames if frame.property("role") == "notice-error"]
    assert len(frame.findChildren(IconView)) == 1
    assert all(label.pixmap().isNull() for label in frame.findChildren(QLabel)), "a picture would keep its colour"
