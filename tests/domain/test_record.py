from __future__ import annotations

import pytest

from leaddesk.domain.record import Record, RecordKind, decode_json


def test_a_record_never_prints_its_content() -> None:
    record = Record("a", "p", RecordKind.LEAD, "1", b'{"Fields": {"LastName": "Canary"}}', 0)
    assert "Canary" not in repr(record)
    assert record.values() == {"Fields": {"LastName": "Canary"}}


def test_a_record_without_id_is_known_by_its_place() -> None:
    assert Record("a", "p", RecordKind.LEAD, "", b"{}", 41).key == "row 42"


def test_a_lone_surrogate_becomes_a_visible_mark() -> None:
    assert decode_json(b'{"a": "x\\ud800y"}') == {"a": "x\ufffdy"}


@pytest.mark.parametrize("source", [b"", b"{", b"[" * 100_000, b"\xff\xfe\x00"])
def test_what_is_no_json_raises_a_value_error(source: bytes) -> None:
    with pytest.raises(ValueError):
        decode_json(source)


def test_a_raw_control_character_in_a_text_does_not_cost_the_row() -> None:
    assert decode_json(b'{"a": "x\x01y"}') == {"a": "x\x01y"}
