from __future__ import annotations

import pytest

from leaddesk.domain.placeholders import is_placeholder_name, is_placeholder_phone, is_shared_mailbox, normal_email


@pytest.mark.parametrize(
    "phone",
    ["0", "", "000", "+10000000000", "+11111111111", "+12222222222", "+11234567890", "+19876543210", "+15555555555",
     "+17755555555", "+10123456789", "+14151234567", "+1234567890", "+442222222222"],
)  # fmt: skip
def test_a_phone_that_stands_for_none_is_told(phone: str) -> None:
    assert is_placeholder_phone(phone)


@pytest.mark.parametrize("phone", ["+17755550100", "+14155550134", "+442079460958", "+12025550111", "+12125551000"])
def test_an_ordinary_phone_is_none_of_them(phone: str) -> None:
    assert not is_placeholder_phone(phone)


@pytest.mark.parametrize(
    "email",
    ["", "none", "n/a", "N/A@example.com", "test@example.com", "Test123@example.com", "test+1@example.com",
     "noemail@example.com", "no-email@example.net", "No.Email.Given@example.com", "none@none.test", "a@a.a", "a@b.cc",
     "xxx@xxx.test", "aaaa@aa.test", "asd@asd.test", "na@na.test", "ada@noemail.test", "ada@localhost", "ada", "@example.com",
     "---@example.com", "000@example.com", "ada@@example.com", "noreply@example.com"],
)  # fmt: skip
def test_an_email_that_stands_for_none_is_none(email: str) -> None:
    assert normal_email(email) == ""


@pytest.mark.parametrize(
    ("email", "normal"),
    [
        (" Ada@Example.COM ", "ada@example.com"),
        ("mailto:ada@example.com", "ada@example.com"),
        ("<ada@example.com>;", "ada@example.com"),
        ("ada+quotes1@example.com", "ada+quotes1@example.com"),
        ("tess.tester@example.com", "tess.tester@example.com"),
        ("j@example.com", "j@example.com"),
        ("1234567@example.com", "1234567@example.com"),
    ],
)
def test_an_ordinary_email_is_compared_in_small_letters(email: str, normal: str) -> None:
    assert normal_email(email) == normal


def test_the_mailbox_of_a_whole_office_is_told_from_a_person_s() -> None:
    assert is_shared_mailbox("info@example.com")
    assert is_shared_mailbox("front-desk2@example.com")
    assert not is_shared_mailbox("ada@example.com")


def test_a_name_of_filler_words_alone_is_none() -> None:
    assert is_placeholder_name(("no", "name"))
    assert is_placeholder_name(())
    assert not is_placeholder_name(("ada", "test"))
