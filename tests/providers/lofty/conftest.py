"""The stand-in on a real socket, and accounts connected to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.providers.lofty.on_a_socket import Running, serve_lofty


@pytest.fixture(scope="module")
def served_lofty() -> Iterator[Running]:
    with serve_lofty() as running:
        yield running


@pytest.fixture
def running(served_lofty: Running) -> Iterator[Running]:
    """All faults off before and after."""
    served_lofty.reset()
    yield served_lofty
    served_lofty.reset()


@pytest.fixture
async def provider(running: Running):
    provider = running.connect()
    yield provider
    await provider.aclose()
