"""Raw JSON and documents."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QLabel

from leaddesk.domain.record import RecordKind
from leaddesk.domain.record_detail import Document

SOURCE = b'{"UID":90210001,"Fields":{"Phone":4155550134,"Amount":1e5,"Text":"<b>Ada</b> ada ADA"}}'


def words_of(page) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


def test_raw_shows_the_record_indented_with_every_digit(hand, lead_detail, record):
    hand.show(lead_detail(), record(SOURCE))
    page = hand.open("raw")
    assert page.text() == (
        '{\n  "UID": 90210001,\n  "Fields": {\n    "Phone": 4155550134,\n    "Amount": 1e5,\n    "Text": "<b>Ada</b> ada ADA"\n  }\n}'
    )
    assert page.editor.isReadOnly()
    assert QFontInfo(page.editor.font()).fixedPitch()
    assert "Nothing is masked here" in words_of(page)


def test_copy_all_copies_the_whole_text(hand, lead_detail, record):
    hand.show(lead_detail(), record(SOURCE))
    page = hand.open("raw")
    page.copy_all()
    assert hand.clipboard() == page.text()
    assert hand.words == ["Raw JSON copied"]


def test_finding_counts_goes_on_and_comes_round(hand, qtbot, lead_detail, record):
    hand.show(lead_detail(), record(SOURCE))
    page = hand.open("raw")
    page.focus_find()
    qtbot.keyClicks(page.find_box, "ada")
    assert "3 matches" in words_of(page)
    places = [page.editor.textCursor().selectionStart()]
    for _turn in range(3):
        qtbot.keyClick(page.find_box, Qt.Key.Key_Return)
        places.append(page.editor.textCursor().selectionStart())
    assert places[0] < places[1] < places[2]
    assert places[3] == places[0]
    page.find_previous()
    assert page.editor.textCursor().selectionStart() == places[2]


def test_what_is_not_there_is_said(hand, lead_detail, record):
    hand.show(lead_detail(), record(SOURCE))
    page = hand.open("raw")
    page.find_box.setText("nowhere")
    assert "no match" in words_of(page)
    page.find_box.setText("")
    assert "no match" not in words_of(page)


def test_endless_lines_are_broken_on_screen_and_whole_when_copied(hand, ping_detail, record):
    text = "short\n" + "x" * 25_000 + "\n\nend"
    hand.show(ping_detail(documents=(Document("Request", "Request", text),)), record(kind=RecordKind.PING))
    page = hand.open("Request")
    assert [len(line) for line in page.editor.toPlainText().split("\n")] == [5, 10_000, 10_000, 5_000, 0, 3]
    assert "Lines over 10,000 characters are broken here" in words_of(page)
    page.copy_all()
    assert hand.clipboard() == text


def test_a_document_shows_its_text_and_note(hand, ping_detail, record):
    text = '<img src="//host/share/a.png">'
    hand.show(
        ping_detail(documents=(Document("Request", "Request", text, "XML, indented."),)), record(kind=RecordKind.PING)
    )
    page = hand.open("Request")
    assert page.text() == text
    assert "XML, indented." in words_of(page)
