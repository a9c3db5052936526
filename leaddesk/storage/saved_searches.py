"""Forms saved under a name (`saved_searches.json`): what was typed, never a secret, never a lead."""

from __future__ import annotations

import msgspec

from leaddesk.domain.errors import FieldProblem, InvalidInput, SettingsDamaged
from leaddesk.domain.form_state import FormState
from leaddesk.paths import Profile
from leaddesk.storage.json_file import Document, JsonFile

MOST_NAME_CHARACTERS = 60


class SavedSearch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A form saved under a name, unique without regard to case.

    Attributes:
        provider, search: what is asked, by key.
        account_id: the account it belongs to; empty for any account of the provider.
    """

    name: str
    provider: str
    search: str
    form: FormState
    account_id: str = ""


class _SavedSearches(Document, frozen=True, forbid_unknown_fields=True, kw_only=True):
    searches: tuple[SavedSearch, ...] = ()


class SavedSearches:
    """The saved searches of a profile. Changes raise SettingsNotReadable or FileNotWritten with nothing changed."""

    def __init__(self, profile: Profile) -> None:
        """Reads nothing yet."""
        self._file = JsonFile(profile.folder / "saved_searches.json", _SavedSearches)

    @property
    def problems(self) -> list[SettingsDamaged]:
        """What was found damaged; the caller empties it."""
        return self._file.problems

    def list(self) -> tuple[SavedSearch, ...]:
        """All of them, by name."""
        return tuple(sorted(self._file.load().searches, key=lambda saved: saved.name.casefold()))

    def add(self, saved: SavedSearch) -> SavedSearch:
        """Keep a form under a new name.

        Raises:
            InvalidInput: the name is no name, or is taken.
        """
        named = _named(saved, saved.name)

        def change(before: _SavedSearches) -> _SavedSearches:
            _refuse_taken_name(before, named.name)
            return msgspec.structs.replace(before, searches=(*before.searches, named))

        self._file.update(change)
        return named

    def replace(self, saved: SavedSearch) -> SavedSearch:
        """Keep a form under this name, in place of the one that has it now, if any.

        Raises:
            InvalidInput: the name is no name.
        """
        named = _named(saved, saved.name)
        self._file.update(
            lambda before: msgspec.structs.replace(before, searches=(*_without(before, named.name), named))
        )
        return named

    def rename(self, name: str, new_name: str) -> SavedSearch:
        """Give it another name (or write the same one in other letters).

        Raises:
            InvalidInput: there is none of that name, or the new one is no name or taken.
        """

        def change(before: _SavedSearches) -> _SavedSearches:
            saved = next((one for one in before.searches if _same(one.name, name)), None)
            if saved is None:
                raise InvalidInput((FieldProblem("name", f"there is no saved search “{name}” any more"),))
            renamed = _named(saved, new_name)
            if not _same(name, renamed.name):
                _refuse_taken_name(before, renamed.name)
            return msgspec.structs.replace(before, searches=(*_without(before, name), renamed))

        after = self._file.update(change)
        return next(one for one in after.searches if _same(one.name, new_name.strip()))

    def delete(self, name: str) -> None:
        """Remove it; idempotent."""
        self._file.update(lambda before: msgspec.structs.replace(before, searches=_without(before, name)))

    def release_account(self, account_id: str) -> None:
        """The account is gone: its searches stay, for any account of the provider."""

        def change(before: _SavedSearches) -> _SavedSearches:
            return msgspec.structs.replace(
                before,
                searches=tuple(
                    msgspec.structs.replace(one, account_id="") if one.account_id == account_id else one
                    for one in before.searches
                ),
            )

        self._file.update(change)


def _named(saved: SavedSearch, name: str) -> SavedSearch:
    text = name.strip()
    if not 1 <= len(text) <= MOST_NAME_CHARACTERS or not text.isprintable():
        raise InvalidInput((FieldProblem("name", f"a name has 1 to {MOST_NAME_CHARACTERS} visible characters"),))
    return msgspec.structs.replace(saved, name=text)


def _refuse_taken_name(document: _SavedSearches, name: str) -> None:
    for saved in document.searches:
        if _same(saved.name, name):
            raise InvalidInput((FieldProblem("name", f"there is a saved search “{saved.name}” already"),))


def _without(document: _SavedSearches, name: str) -> tuple[SavedSearch, ...]:
    return tuple(one for one in document.searches if not _same(one.name, name))


def _same(name: str, other: str) -> bool:
    return name.casefold() == other.casefold()
