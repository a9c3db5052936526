"""Stand-ins of all vendors for the suite that runs over every provider. What they were asked is checked after each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from leaddesk.demo.person import Person
from tests.providers.conformance_rig import StandIn, StandIns


@pytest.fixture(scope="session")
def all_stand_ins() -> Iterator[StandIns]:
    running = StandIns()
    yield running
    running.close()


@pytest.fixture
def standing(all_stand_ins: StandIns) -> Iterator[Callable[..., StandIn]]:
    """`standing(key, lead_count)`: a vendor's stand-in, with nothing asked yet. Only reading calls may come to it."""
    used: list[StandIn] = []

    def get(key: str, lead_count: int | None = None) -> StandIn:
        stand_in = all_stand_ins.get(key, lead_count)
        stand_in.reset()
        used.append(stand_in)
        return stand_in

    yield get
    for stand_in in used:
        writing = set(stand_in.instead.asked) - stand_in.facts.reads
        stand_in.reset()
        assert not writing, f"{stand_in.key} was sent a call that is not known to only read"


@pytest.fixture
def person(all_stand_ins: StandIns) -> Person:
    """The first one, who stands in every system."""
    return all_stand_ins.population.people[0]
