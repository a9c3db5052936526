"""An account: a named connection to one provider. Settings are plain; secrets never print."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import urlsplit

from leaddesk.domain.errors import FieldProblem, InvalidInput
from leaddesk.domain.search import Choice

MAX_SECRET_UNITS = 1200
"""Most UTF-16 units all secrets of an account may have together: Windows keeps 1,280 in one credential."""


class Secret:
    """A secret text. It shows itself to no printer, log or comparison by accident."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """Hold the text."""
        self._text = text

    def reveal(self) -> str:
        """The text itself; call only where it goes onto the wire or into the keyring."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(•••)"

    def __reduce__(self) -> str:
        raise TypeError("a secret is not to be pickled")


Credentials = Mapping[str, Secret]
"""The secrets of one account, by account field key."""


class AccountFieldKind(StrEnum):
    """How an account field is edited and checked."""

    TEXT = "text"
    SECRET = "secret"  # noqa: S105 - a kind, not a secret
    SERVER = "server"  # an https URL; http for loopback only
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class AccountField:
    """One field of an account; `help` says where the value is found."""

    key: str
    label: str
    kind: AccountFieldKind = AccountFieldKind.TEXT
    default: str = ""
    help: str = ""
    choices: tuple[Choice, ...] = ()

    @property
    def is_secret(self) -> bool:
        """Whether it goes into the keyring."""
        return self.kind is AccountFieldKind.SECRET


@dataclass(frozen=True, slots=True)
class SignIn:
    """One way to sign in: the account fields that are needed for it."""

    title: str
    field_keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """A named connection.

    Attributes:
        id: opaque, made by leaddesk; never shown.
        name: what the person calls it, unique.
        provider: the provider's key.
        settings: the fields that are no secrets, by key.
        secret_version: which entry of the keyring holds its secrets; empty when kept for this run only.
    """

    id: str
    name: str
    provider: str
    settings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    secret_version: str = ""


@dataclass(frozen=True, slots=True)
class AccountInput:
    """Checked input of an account: settings with defaults filled in, secrets wrapped."""

    settings: Mapping[str, str] = field(hash=False)
    secrets: Credentials = field(hash=False)


def check_account_input(
    fields: tuple[AccountField, ...], sign_ins: tuple[SignIn, ...], raw: Mapping[str, str]
) -> AccountInput:
    """Check what was typed for an account. Nothing typed into a secret field is ever repeated in a message.

    Raises:
        InvalidInput: one problem for each wrong field.
    """
    problems = [
        FieldProblem(key, f"there is no such field; there are: {', '.join(item.key for item in fields)}")
        for key in raw
        if key not in {item.key for item in fields}
    ]
    texts: dict[str, str] = {}
    for item in fields:
        text = raw.get(item.key, "").strip() or item.default
        try:
            texts[item.key] = _check_account_field(item, text)
        except ValueError as error:
            problems.append(FieldProblem(item.key, str(error)))
    problems += _check_sign_in(fields, sign_ins, texts)
    secrets = {item.key: texts[item.key] for item in fields if item.is_secret and texts.get(item.key)}
    if sum(len(text.encode("utf-16-le")) // 2 for text in secrets.values()) > MAX_SECRET_UNITS - 100:
        longest = max(secrets, key=lambda key: len(secrets[key]))
        problems.append(FieldProblem(longest, f"this is too long: keyrings hold {MAX_SECRET_UNITS - 100:,} characters"))
    if problems:
        raise InvalidInput(tuple(problems))
    settings = {item.key: texts[item.key] for item in fields if not item.is_secret and texts[item.key]}
    return AccountInput(MappingProxyType(settings), MappingProxyType({k: Secret(v) for k, v in secrets.items()}))


def _check_sign_in(
    fields: tuple[AccountField, ...], sign_ins: tuple[SignIn, ...], texts: Mapping[str, str]
) -> list[FieldProblem]:
    if any(all(texts.get(key) for key in way.field_keys) for way in sign_ins):
        return []
    begun = next((way for way in sign_ins if any(texts.get(key) for key in way.field_keys)), sign_ins[0])
    labels = {item.key: item.label for item in fields}
    return [FieldProblem(key, f"fill in {labels[key]}") for key in begun.field_keys if key in texts and not texts[key]]


def _check_account_field(item: AccountField, text: str) -> str:
    if not text:
        return text
    if item.is_secret:
        return check_secret_text(text)
    if any(not character.isprintable() for character in text):
        raise ValueError("this holds a line break or another invisible character; paste it again")
    if item.kind is AccountFieldKind.SERVER:
        return check_server(text)
    if item.kind is AccountFieldKind.CHOICE and text not in {choice.value for choice in item.choices}:
        raise ValueError(f"choose one of {', '.join(choice.value for choice in item.choices)}")
    return text


def check_secret_text(text: str) -> str:
    """Refuse what no header can carry, without repeating it.

    Raises:
        ValueError: with words for the person.
    """
    if any(ord(character) < 32 or ord(character) == 127 for character in text):
        raise ValueError("this holds a line break or another control character; copy the key alone and paste it again")
    if not text.isascii():
        raise ValueError("this holds a character no key has (a typographic quote, perhaps); copy the key again")
    if " " in text:
        raise ValueError("this holds a blank; copy the key alone and paste it again")
    return text


def check_server(text: str) -> str:
    """A server's address: `https://host[:port]`; `http://` for loopback addresses only; no path, no user.

    A bare host (`api.example.com`) is taken for `https://`.

    Raises:
        ValueError: with words for the person.
    """
    address = text.rstrip("/")
    if "://" not in address and re.fullmatch(r"[A-Za-z0-9.-]+(:\d{1,5})?", address):
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise ValueError("this is not a server's address; write it like https://api.example.com") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("write the server's address like https://api.example.com")
    if (
        parts.username
        or parts.password
        or parts.query
        or parts.fragment
        or parts.path
        or any(c.isspace() for c in text)
    ):
        raise ValueError("give the server only: no path, no user name, no blanks")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ValueError("http:// is accepted for loopback addresses only; write https://")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + (f":{port}" if port else "")


def is_loopback(host: str) -> bool:
    """Whether this host is this machine: `localhost`, 127.0.0.0/8 or ::1."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
