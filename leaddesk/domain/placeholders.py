"""What people write where there is no phone, no e-mail or no name. Such values never say who somebody is."""

from __future__ import annotations

import re
from typing import Final

_FILLER_WORDS: Final = (
    "anonymous asdf asdfasdf declined donotemail donotreply dummy email example fake fakeemail invalid na nil no "
    "noaddress nobody noemail noemailaddress noemailgiven nomail none noone noreply notavailable notgiven "
    "notprovided null qwerty refused sample test tester testing testuser unknown undefined xxx"
)
_FILLER_BOXES: Final = frozenset(_FILLER_WORDS.split())
_FILLER_HOSTS: Final = frozenset(
    {"na", "noemail", "nomail", "none", "noaddress", "nowhere", "null", "invalid", "asdf", "test"}
)
_SHARED_WORDS: Final = (
    "accounting accounts admin billing contact customerservice enquiries feedback frontdesk hello help helpdesk hr "
    "info inquiries jobs mailbox marketing office orders postmaster reception sales secretary service support team "
    "webmaster"
)
_SHARED_BOXES: Final = frozenset(_SHARED_WORDS.split())
_NO_NAME_WORDS: Final = (
    "contact customer first firstname fname guest last lastname lead lname na name nil no noname none not null "
    "provided test tester testing undefined unknown user x xx xxx"
)
_NO_NAMES: Final = frozenset(_NO_NAME_WORDS.split())
_ADDRESS: Final = re.compile(r"[^\s@<>]+@([^\s@<>.]+(?:\.[^\s@<>.]+)+)")
_RUNS: Final = frozenset({"1234567890", "0123456789", "9876543210", "0987654321", "2345678901"})
_LOCAL_RUNS: Final = frozenset({"1234567", "0123456", "7654321", "2345678"})


def is_placeholder_phone(international: str) -> bool:
    """Whether a number in international form (`+17755550100`) stands for none.

    Zeros, one digit over and over (the whole number or its last seven digits), and digits as they stand on a
    keyboard. Source: the vendors' dossiers (`0`, `000…`), and what people type to get past a form.
    """
    digits = re.sub(r"\D", "", international)
    national = digits[1:] if digits.startswith("1") and len(digits) == 11 else digits
    local = national[-7:]
    return (
        len(national) < 7
        or len(set(local)) == 1
        or len(set(national)) == 1
        or national in _RUNS
        or digits in _RUNS
        or local in _LOCAL_RUNS
        or (len(digits) == 11 and national.startswith(("0", "1")))
    )


def normal_email(text: str) -> str:
    """The address in small letters, empty when it is none or stands for none (`test@…`, `none`, `a@a.a`)."""
    address = text.strip().removeprefix("mailto:").strip("<>.,; \t").casefold()
    match = _ADDRESS.fullmatch(address)
    return "" if match is None or _is_filler_address(address.partition("@")[0], match[1]) else address


def is_shared_mailbox(address: str) -> bool:
    """Whether a firm's whole office reads it (`info@`, `sales@`): it tells firms apart, not people."""
    return _plain_box(address.partition("@")[0]) in _SHARED_BOXES


def is_placeholder_name(words: tuple[str, ...]) -> bool:
    """Whether all words of a name, in small letters, stand for none (`unknown`, `test`, `no name`)."""
    return not words or all(word in _NO_NAMES for word in words)


def _is_filler_address(box: str, host: str) -> bool:
    """`box` before the @, `host` after it, both in small letters."""
    plain = _plain_box(box)
    label = host.partition(".")[0]
    letters = set(re.sub(r"[^a-z0-9]", "", plain + label))
    return (
        plain in _FILLER_BOXES
        or plain.startswith(("noemail", "nomail", "donotemail"))
        or label in _FILLER_HOSTS
        or (len(letters) == 1 and bool(plain))
        or (len(plain) == 1 and len(label) == 1)
        or (plain == label and len(plain) <= 4)
        or not plain.strip("0")
    )


def _plain_box(box: str) -> str:
    """`No-E.mail12` as `noemail`: without what is added to get past a check for repeats."""
    plain = re.sub(r"[^\w]|_", "", box)
    return plain.rstrip("0123456789") or plain
