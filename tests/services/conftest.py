"""Fixtures for the services."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from leaddesk.paths import Profile
from tests.services.account_rig import FailingVault, Rig


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile.at(tmp_path / "profile")


@pytest.fixture
def vault() -> FailingVault:
    return FailingVault()


@pytest.fixture
async def rig(profile: Profile, vault: FailingVault) -> AsyncIterator[Rig]:
    rig = Rig(profile, vault)
    yield rig
    await rig.service.aclose()
