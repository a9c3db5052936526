"""The profile's folder, and who may look into it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from leaddesk.domain.errors import LeaddeskError
from leaddesk.paths import Profile, resources


@pytest.fixture
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.usefixtures("open_umask")
def test_profile_and_logs_are_for_their_owner_alone_whatever_the_umask(tmp_path: Path) -> None:
    profile = Profile.at(tmp_path / "new" / "profile")
    assert _mode(profile.folder) == 0o700
    assert _mode(profile.logs) == 0o700


def test_a_profile_that_is_there_is_used_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "accounts.json").write_text("{}")
    assert Profile.at(tmp_path).folder == tmp_path.resolve()
    assert (tmp_path / "accounts.json").read_text() == "{}"


def test_without_a_folder_the_usual_one_of_the_system_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert Profile.at().folder == (tmp_path / "leaddesk").resolve()


def test_a_profile_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LeaddeskError, match="profile folder"):
        Profile.at(tmp_path / "file" / "profile")


def test_the_resources_of_a_checkout_are_found() -> None:
    assert (resources() / "icons").is_dir()
