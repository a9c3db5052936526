"""What the window remembers between starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from leaddesk.domain.colour_scheme import ColourScheme
from leaddesk.domain.columns import ColumnLayout
from leaddesk.domain.errors import SettingsNotReadable
from leaddesk.domain.form_state import FormState
from leaddesk.paths import Profile
from leaddesk.services.preferences import PreferenceService, SavedSearch
from leaddesk.storage.preferences import MOST_FIELDS_SEEN


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile.at(tmp_path / "profile")


@pytest.fixture
def preferences(profile: Profile) -> PreferenceService:
    return PreferenceService(profile)


def test_a_new_profile_has_defaults_and_reading_makes_no_file(profile: Profile, preferences: PreferenceService) -> None:
    assert preferences.form("id1", "leads") is None
    assert preferences.layout("id1", "leads") is None
    assert preferences.page_size() == 100
    assert preferences.colour_scheme() is ColourScheme.SYSTEM
    assert preferences.export_folder() is None
    assert preferences.fields_seen("id1", "7") == ()
    assert preferences.window_state("main") == ""
    assert preferences.saved_searches() == ()
    assert list(profile.folder.iterdir()) == []


def test_everything_is_remembered_by_the_next_start(
    profile: Profile, preferences: PreferenceService, tmp_path: Path
) -> None:
    form = FormState({"LeadTypeUID": "7", "Fields": ["a", "b"]}, range_preset="today", page_size=250)
    layout = ColumnLayout(shown=("UID", "Fields.Phone"), widths={"UID": 90, "hidden": 40}, frozen=1)
    preferences.remember_form("id1", "leads", form)
    preferences.remember_layout("id1", "leads", layout)
    preferences.remember_page_size(250)
    preferences.remember_colour_scheme(ColourScheme.DARK)
    preferences.remember_export_folder(tmp_path)
    preferences.remember_window_states({"main": "AAAA", "splitter": "BBBB"})
    preferences.remember_window_states({"main": "CCCC"})

    again = PreferenceService(profile)
    assert again.form("id1", "leads") == form
    assert again.layout("id1", "leads") == layout
    assert again.page_size() == 250
    assert again.colour_scheme() is ColourScheme.DARK
    assert again.export_folder() == tmp_path
    assert (again.window_state("main"), again.window_state("splitter")) == ("CCCC", "BBBB")


def test_accounts_and_searches_do_not_mix(preferences: PreferenceService) -> None:
    for account_id in ("id1", "id2"):
        for search in ("leads", "inbound-pings"):
            preferences.remember_form(account_id, search, FormState({"LeadTypeUID": f"{account_id}{search}"}))
    form = preferences.form("id2", "leads")
    assert form is not None
    assert form.values == {"LeadTypeUID": "id2leads"}


def test_a_layout_can_be_reset(preferences: PreferenceService) -> None:
    preferences.remember_layout("id1", "leads", ColumnLayout(shown=("a",)))
    preferences.remember_layout("id1", "pings", ColumnLayout(shown=("b",)))
    preferences.reset_layout("id1", "leads")
    assert preferences.layout("id1", "leads") is None
    assert preferences.layout("id1", "pings") == ColumnLayout(shown=("b",))


def test_seen_fields_are_added_in_order_once_and_not_without_end(profile: Profile) -> None:
    preferences = PreferenceService(profile)
    preferences.remember_fields("id1", "7", ["FirstName", "State"])
    preferences.remember_fields("id1", "7", ["State", "Phone"])
    preferences.remember_fields("id1", "8", ["Other"])
    assert preferences.fields_seen("id1", "7") == ("FirstName", "State", "Phone")
    inode = (profile.folder / "preferences.json").stat().st_ino
    preferences.remember_fields("id1", "7", ["Phone"])
    assert (profile.folder / "preferences.json").stat().st_ino == inode
    preferences.remember_fields("id1", "7", [f"F{number}" for number in range(5000)])
    assert len(preferences.fields_seen("id1", "7")) == MOST_FIELDS_SEEN
    assert preferences.fields_seen("id1", "7")[0] == "FirstName"


def test_an_export_folder_that_is_gone_is_not_offered(preferences: PreferenceService, tmp_path: Path) -> None:
    preferences.remember_export_folder(tmp_path / "gone")
    assert preferences.export_folder() is None


def test_saved_searches_are_offered_where_they_fit(preferences: PreferenceService) -> None:
    for name, provider, account_id in [
        ("any", "leadexec", ""),
        ("mine", "leadexec", "id1"),
        ("theirs", "leadexec", "id2"),
        ("lofty", "lofty", ""),
    ]:
        preferences.add_saved_search(
            SavedSearch(name=name, provider=provider, account_id=account_id, search="leads", form=FormState({}))
        )
    assert [saved.name for saved in preferences.saved_searches("leadexec", "id1")] == ["any", "mine"]
    assert len(preferences.saved_searches()) == 4
    preferences.rename_saved_search("mine", "ours")
    preferences.delete_saved_search("any")
    assert [saved.name for saved in preferences.saved_searches("leadexec", "id1")] == ["ours"]


def test_a_removed_account_leaves_only_its_saved_searches(preferences: PreferenceService) -> None:
    for account_id in ("id1", "id2"):
        preferences.remember_form(account_id, "leads", FormState({"a": "b"}))
        preferences.remember_layout(account_id, "leads", ColumnLayout(shown=("a",)))
        preferences.remember_fields(account_id, "7", ["a"])
    preferences.add_saved_search(
        SavedSearch(name="mine", provider="leadexec", account_id="id1", search="leads", form=FormState({}))
    )
    preferences.forget_account("id1")
    assert preferences.form("id1", "leads") is None
    assert preferences.layout("id1", "leads") is None
    assert preferences.fields_seen("id1", "7") == ()
    assert preferences.form("id2", "leads") is not None
    assert [saved.name for saved in preferences.saved_searches("leadexec", "id2")] == ["mine"]


def test_damaged_files_are_told_once(profile: Profile, preferences: PreferenceService) -> None:
    for name in ("preferences.json", "window.json", "saved_searches.json"):
        (profile.folder / name).write_text("{")
    assert preferences.page_size() == 100
    assert preferences.window_state("main") == ""
    assert preferences.saved_searches() == ()
    assert len(preferences.take_problems()) == 3
    assert preferences.take_problems() == ()


def test_preferences_of_a_newer_program_are_left_alone(profile: Profile, preferences: PreferenceService) -> None:
    path = profile.folder / "preferences.json"
    path.write_text('{"version": 99}')
    with pytest.raises(SettingsNotReadable, match="newer"):
        preferences.remember_page_size(25)
    assert path.read_text() == '{"version": 99}'
