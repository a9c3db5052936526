"""A fresh profile for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from leaddesk.paths import Profile


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile.at(tmp_path / "profile")
