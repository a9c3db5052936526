"""One entry of a keyring: its name and its content. Pure."""

from __future__ import annotations

from types import MappingProxyType

import msgspec

from leaddesk.domain.account import MAX_SECRET_UNITS, Credentials, Secret
from leaddesk.domain.errors import FieldProblem, InvalidInput


def entry_name(account_id: str, version: str) -> str:
    """The service name of an entry: opaque ids only, so no typed text reaches a keyring as a name."""
    return f"leaddesk/{account_id}/{version}"


def encode_credentials(credentials: Credentials) -> str:
    """All secrets of an account as one JSON text.

    Raises:
        InvalidInput: no text, or too long for the smallest keyring (domain.account.MAX_SECRET_UNITS).
    """
    texts = {key: secret.reveal() for key, secret in credentials.items()}
    try:
        content = msgspec.json.encode(texts).decode()
    except UnicodeEncodeError:  # it quotes the text
        raise InvalidInput((FieldProblem(next(iter(texts)), "this holds half a character; copy it again"),)) from None
    if len(content.encode("utf-16-le")) // 2 > MAX_SECRET_UNITS:
        longest = max(texts, key=lambda key: len(texts[key]))
        raise InvalidInput(
            (FieldProblem(longest, f"this is too long: keyrings hold {MAX_SECRET_UNITS:,} characters in all"),)
        )
    return content


def decode_credentials(content: str) -> Credentials:
    """The secrets in an entry.

    Raises:
        ValueError: it is not what `encode_credentials` writes; the message holds nothing of it.
    """
    try:
        texts = msgspec.json.decode(content, type=dict[str, str])
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise ValueError("the entry is damaged") from None
    return MappingProxyType({key: Secret(text) for key, text in texts.items()})
