"""Searches saved under a name."""

from __future__ import annotations

import pytest

from leaddesk.domain.errors import InvalidInput
from leaddesk.domain.form_state import FormState
from leaddesk.paths import Profile
from leaddesk.storage.saved_searches import SavedSearch, SavedSearches


def _saved(name: str, *, account_id: str = "", value: str = "7") -> SavedSearch:
    form = FormState(values={"LeadTypeUID": value, "Fields": ["FirstName", "State"]}, range_preset="last 7 days")
    return SavedSearch(name=name, provider="leadexec", search="leads", form=form, account_id=account_id)


def test_a_saved_search_comes_back_as_it_was(profile: Profile) -> None:
    kept = SavedSearches(profile).add(_saved("  Fresh in Texas "))
    assert SavedSearches(profile).list() == (kept,)
    assert kept == _saved("Fresh in Texas")


def test_they_are_listed_by_name(profile: Profile) -> None:
    searches = SavedSearches(profile)
    for name in ("b", "C", "a"):
        searches.add(_saved(name))
    assert [saved.name for saved in searches.list()] == ["a", "b", "C"]


def test_a_taken_name_is_refused_and_can_be_replaced_on_purpose(profile: Profile) -> None:
    searches = SavedSearches(profile)
    searches.add(_saved("Fresh", value="1"))
    with pytest.raises(InvalidInput, match="“Fresh” already"):
        searches.add(_saved("FRESH", value="2"))
    searches.replace(_saved("FRESH", value="2"))
    (left,) = searches.list()
    assert (left.name, left.form.values["LeadTypeUID"]) == ("FRESH", "2")


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\nb", "a\u202eb"])
def test_what_is_no_name_is_refused(profile: Profile, name: str) -> None:
    searches = SavedSearches(profile)
    with pytest.raises(InvalidInput, match="1 to 60 visible characters"):
        searches.add(_saved(name))
    searches.add(_saved("good"))
    with pytest.raises(InvalidInput, match="1 to 60 visible characters"):
        searches.rename("good", name)
    assert [saved.name for saved in searches.list()] == ["good"]


def test_renaming_keeps_the_form_and_refuses_taken_and_missing_names(profile: Profile) -> None:
    searches = SavedSearches(profile)
    searches.add(_saved("a", value="1"))
    searches.add(_saved("b", value="2"))
    with pytest.raises(InvalidInput, match="already"):
        searches.rename("a", "B")
    with pytest.raises(InvalidInput, match="no saved search “z”"):
        searches.rename("z", "y")
    assert searches.rename("a", "A ").name == "A"
    assert searches.rename("A", "c").form.values["LeadTypeUID"] == "1"
    assert [saved.name for saved in searches.list()] == ["b", "c"]


def test_deleting_twice_is_as_good_as_once(profile: Profile) -> None:
    searches = SavedSearches(profile)
    searches.add(_saved("a"))
    searches.delete("A")
    searches.delete("a")
    assert searches.list() == ()


def test_searches_of_a_removed_account_stay_for_the_provider(profile: Profile) -> None:
    searches = SavedSearches(profile)
    searches.add(_saved("mine", account_id="id1"))
    searches.add(_saved("other", account_id="id2"))
    searches.release_account("id1")
    assert {saved.name: saved.account_id for saved in searches.list()} == {"mine": "", "other": "id2"}


def test_two_programs_in_turn_lose_nothing(profile: Profile) -> None:
    one, other = SavedSearches(profile), SavedSearches(profile)
    one.add(_saved("a"))
    other.add(_saved("b"))
    one.rename("b", "c")
    assert [saved.name for saved in other.list()] == ["a", "c"]
