"""What was typed for an account, beyond what its fields say: the name, and what a blank secret means. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from leaddesk.domain.errors import FieldProblem, InvalidInput
from leaddesk.domain.provider import ProviderInfo

MOST_NAME_CHARACTERS = 60


def check_account_name(name: str, taken: Iterable[str]) -> str:
    """The name without blanks around it.

    Raises:
        InvalidInput: for the field `name`: empty, too long, not printable, or another account has it.
    """
    text = name.strip()
    if not 1 <= len(text) <= MOST_NAME_CHARACTERS or not text.isprintable():
        raise InvalidInput((FieldProblem("name", f"a name has 1 to {MOST_NAME_CHARACTERS} visible characters"),))
    for other in taken:
        if other.casefold() == text.casefold():
            raise InvalidInput((FieldProblem("name", f"there is an account “{other}” already"),))
    return text


def typed_secret_keys(info: ProviderInfo, raw: Mapping[str, str]) -> frozenset[str]:
    """The secret fields that were filled in."""
    return frozenset(item.key for item in info.account_fields if item.is_secret and raw.get(item.key, "").strip())


def kept_secret_keys(info: ProviderInfo, raw: Mapping[str, str]) -> frozenset[str]:
    """The secrets to keep from before when an account is changed.

    A secret field left blank keeps its old secret, except when a secret of another way to sign in was typed:
    who pastes an access token no longer signs in with the client secret, and the other way round.
    """
    typed = typed_secret_keys(info, raw)
    blank = frozenset(item.key for item in info.account_fields if item.is_secret) - typed
    if not typed:
        return blank
    chosen = {key for way in info.sign_ins if typed & set(way.field_keys) for key in way.field_keys}
    others = {key for way in info.sign_ins for key in way.field_keys} - chosen
    return blank - others
