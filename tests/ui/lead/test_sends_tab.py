"""The sends of a lead."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QLabel

from leaddesk.domain.cell import Kind
from leaddesk.domain.send_history import SendHistory
from leaddesk.ui.lead.field_table import FieldTable


def words_of(page) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


def history(*sends, announced=None, revenue=None, **more) -> SendHistory:
    return SendHistory(True, revenue, len(sends) if announced is None else announced, sends, **more)


def test_each_send_is_one_row(hand, lead_detail, send):
    hand.show(
        lead_detail(
            sends=history(
                send(1),
                send(2, accepted=False, price=None, read_count=None, return_words="Return: wrong number"),
                send(3, accepted=None, sent=None, client="", response=""),
            )
        )
    )
    rows = hand.open("sends").table.contents.rows
    assert [cell.text for cell in rows[0]] == [
        "2026-11-19 16:01:05 CET",
        "Example Buyer 1",
        "yes",
        "41.50",
        '{ "status": "ok", "id": 90210, "token": "•••" }',
        "2",
        "no",
    ]
    assert [cell.text for cell in rows[1]][2:4] == ["no", "not said"]
    assert [cell.text for cell in rows[1]][5:] == ["not said", "Return: wrong number"]
    assert [cell.text for cell in rows[2]][:5] == ["not said", "not said", "not said", "41.50", "empty"]


def test_accepted_has_icon_and_word_in_three_states(hand, lead_detail, send):
    hand.show(lead_detail(sends=history(send(1), send(2, accepted=False), send(3, accepted=None))))
    cells = [row[2] for row in hand.open("sends").table.contents.rows]
    assert [(cell.icon, cell.text) for cell in cells] == [("check", "yes"), ("cancel", "no"), ("help", "not said")]


def test_the_sum_is_shown_and_a_mismatch_is_said(hand, lead_detail, send):
    hand.show(
        lead_detail(sends=history(send(1), announced=3, revenue=41.5, skipped=("send 2 is text, not an object",)))
    )
    words = words_of(hand.open("sends"))
    assert "1 send, revenue 41.50" in words
    assert "The vendor announced 3 sends; 1 is listed." in words
    assert "Not shown: send 2 is text, not an object." in words


def test_matching_numbers_raise_no_warning(hand, lead_detail, send):
    hand.show(lead_detail(sends=history(send(1), revenue=1.0)))
    assert "announced" not in words_of(hand.open("sends"))


def test_no_sends_and_no_section_are_two_different_things(hand, lead_detail):
    hand.show(lead_detail(sends=SendHistory(True, 0.0, 0)))
    assert "This lead was not sent to anyone, as far as the vendor says." in words_of(hand.open("sends"))
    hand.show(lead_detail(sends=SendHistory(False)))
    words = words_of(hand.open("sends"))
    assert "The vendor did not send the section about sends for this lead." in words
    assert "0 sends" not in words


def test_announced_sends_that_did_not_come_are_said_though_the_list_is_empty(hand, lead_detail):
    hand.show(lead_detail(sends=SendHistory(True, None, 2)))
    assert "The vendor announced 2 sends; 0 are listed." in words_of(hand.open("sends"))


def test_the_overview_holds_every_value_but_not_the_unmasked_texts(hand, lead_detail, send, field):
    one = send(1)
    rows = (
        *one.rows,
        field("PostData", one.posted, Kind.LONG_TEXT),
        field("Response", one.response, Kind.LONG_TEXT),
        field("NewKey", {"a": 1}, Kind.OBJECT),
    )
    hand.show(lead_detail(sends=history(send(1, rows=rows))))
    page = hand.open("sends").detail.page("overview")
    assert [[cell.text for cell in row] for row in page.table.contents.rows] == [
        ["SendUID", "101"],
        ["NextAppointmentDate", "empty (no date)"],
        ["NewKey", '{"a": 1}'],
    ]
    assert "with secrets masked" in words_of(page)


def test_posted_data_and_response_are_laid_out_and_their_secrets_masked(hand, lead_detail, send):
    hand.show(lead_detail(sends=history(send(1))))
    detail = hand.open("sends").detail
    detail.select("posted")
    posted = detail.page("posted").text()
    assert "hunter2" not in posted
    assert "phone = 4155550134" in posted
    detail.select("response")
    response = detail.page("response").text()
    assert "abc123secret" not in response
    assert '"id": 90210' in response.splitlines()[2]
    assert "masked" in words_of(detail.page("response"))


def test_the_texts_of_a_send_are_laid_out_only_when_looked_at(hand, lead_detail, send):
    hand.show(lead_detail(sends=history(send(1))))
    detail = hand.open("sends").detail
    assert detail.page("posted") is None
    detail.select("posted")
    assert detail.page("posted") is not None


def test_a_send_without_texts_reads_or_appointments_says_so(hand, lead_detail, send):
    hand.show(lead_detail(sends=history(send(1, posted="", response=" ", email_reads=(), appointments=()))))
    detail = hand.open("sends").detail
    for key, words in (
        ("posted", "Posted data: the vendor sent nothing."),
        ("response", "Response: the vendor sent nothing."),
        ("reads", "The vendor sent no e-mail reads with this send."),
        ("appointments", "The vendor sent no appointments with this send."),
    ):
        detail.select(key)
        assert words in words_of(detail.page(key))


def test_e_mail_reads_and_appointments_are_listed(hand, lead_detail, send, field):
    two = ((field("Starts", "2026-12-01T10:00:00Z", Kind.MOMENT),), (field("Note", "call"),))
    hand.show(lead_detail(sends=history(send(1, appointments=two))))
    detail = hand.open("sends").detail
    detail.select("reads")
    rows = detail.page("reads").contents.rows
    assert [cell.text for cell in rows[0]] == [
        "2026-11-19 17:00:00 CET",
        "2026-11-19 08:00:00 PST",
        "2026-11-19 16:00:00 UTC",
        "203.0.113.9",
    ]
    assert [cell.text for cell in rows[1]] == ["not given"] * 4
    detail.select("appointments")
    assert [[cell.text for cell in row] for row in detail.page("appointments").table.contents.rows] == [
        ["1: Starts", "2026-12-01 11:00:00 CET"],
        ["2: Note", "call"],
    ]


def test_choosing_another_send_shows_it_and_keeps_the_part(hand, lead_detail, send):
    hand.show(lead_detail(sends=history(send(1), send(2, posted="second=yes"))))
    page = hand.open("sends")
    page.detail.select("posted")
    page.table.setCurrentIndex(page.table.model().index(1, 0))
    assert page.detail.current_key() == "posted"
    assert page.detail.page("posted").text() == "second = yes"


@pytest.mark.parametrize("length", [1_000_001, 2_000_000])
def test_a_text_over_a_megabyte_is_cut_with_words(hand, lead_detail, send, length):
    hand.show(lead_detail(sends=history(send(1, posted="x" * length))))
    detail = hand.open("sends").detail
    detail.select("posted")
    page = detail.page("posted")
    assert len(page.text()) == 1_000_000
    assert f"the first 1,000,000 of {length:,} characters are shown" in words_of(page)


def test_unknown_values_of_the_section_are_shown_with_and_without_sends(hand, lead_detail, send, field):
    other = (field("NewTotal", 7, Kind.INTEGER),)
    for sends in (history(send(1), other_rows=other), history(other_rows=other)):
        hand.show(lead_detail(sends=sends))
        tables = [
            table
            for table in hand.open("sends").findChildren(FieldTable)
            if table.table.accessibleName() == "Other values of this section"
        ]
        assert [row[0].text for row in tables[0].table.contents.rows] == ["NewTotal"]
        assert tables[0].isVisibleTo(hand.pane)


def test_a_send_time_has_utc_and_the_leads_time_in_its_tool_tip(hand, lead_detail, send):
    hand.show(lead_detail(sends=history(send(1, sent=datetime(2026, 11, 19, 15, 1, 5, tzinfo=UTC)))))
    note = hand.open("sends").table.contents.rows[0][0].note
    assert note == "2026-11-19 15:01:05 UTC\nLead’s time: 2026-11-19 07:01:05 PST"
