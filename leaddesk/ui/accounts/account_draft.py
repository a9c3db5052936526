"""What was typed into the account dialog."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ACCOUNT_NAME_KEY = "name"
"""The key under which a wrong account name is reported."""


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """Input of an account, checked at its fields but not yet wrapped: pass it on and let go of it.

    Attributes:
        provider: the provider's key.
        name: what the person calls the account.
        values: raw values of the fields of the chosen way to sign in and of those common to all ways, secrets
            among them; never printed.
        kept: keys of secrets left blank while editing: those in the keyring stay. Secrets of the account that
            are neither here nor in `values` belong to another way to sign in and are to be dropped.
    """

    provider: str
    name: str
    values: Mapping[str, str] = field(repr=False, hash=False)
    kept: tuple[str, ...] = ()
