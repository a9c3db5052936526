"""The frame's look: read without the settings' own reader, and agreeing with it."""

from __future__ import annotations

import pytest

from leaddesk.domain.account import Account
from leaddesk.domain.colour_scheme import ColourScheme
from leaddesk.services.preferences import PreferenceService
from leaddesk.storage.accounts_file import AccountsFile
from leaddesk.storage.first_look import is_new_profile, load_first_look


def test_a_fresh_profile_looks_as_the_system_has_it(profile):
    assert load_first_look(profile.folder) == (ColourScheme.SYSTEM, "")
    assert is_new_profile(profile.folder)


@pytest.mark.parametrize("scheme", [*ColourScheme])
def test_what_the_window_remembered_is_what_the_frame_is_shown_with(profile, scheme):
    preferences = PreferenceService(profile)
    preferences.remember_colour_scheme(scheme)
    preferences.remember_window_states({"geometry": "AdnQ", "splitter": "AAAA"})
    assert load_first_look(profile.folder) == (preferences.colour_scheme(), preferences.window_state("geometry"))
    assert load_first_look(profile.folder) == (scheme, "AdnQ")


@pytest.mark.parametrize(
    "source",
    [
        b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"colour_scheme": "dark", "states": {"geometry": "A"}}',
        b'{"version": 2, "colour_scheme": "dark", "states": {"geometry": "A"}}',
        b'{"version": 1, "colour_scheme": "pink", "states": ["geometry"]}',
        b'{"version": 1, "colour_scheme": ["dark"], "states": {"geometry": 1}}',
    ],
)  # fmt: skip
def test_what_cannot_be_read_counts_as_not_there_and_is_left_for_the_reader_that_tells(profile, source):
    for name in ("preferences.json", "window.json"):
        (profile.folder / name).write_bytes(source)
    assert load_first_look(profile.folder) == (ColourScheme.SYSTEM, "")
    assert all((profile.folder / name).read_bytes() == source for name in ("preferences.json", "window.json"))


def test_a_profile_that_ever_kept_an_account_is_not_new(profile):
    file = AccountsFile(profile)
    file.add(Account("a1", "East", "leadexec", {}, "1"))
    assert not is_new_profile(profile.folder)
