"""Lofty's ways to write a moment."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from leaddesk.providers.lofty.moments import iso_moment, read_moment

WHEN = datetime(2026, 4, 30, 17, 33, 32, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2026-04-30T17:33:32GMT",
        "2026-04-30T17:33:32 UTC",
        "2026-04-30 17:33:32",
        1_777_570_412_000,
        1_777_570_412,
        "1777570412000",
        "2026-04-30T17:33:32+00:00",
        "2026-04-30T17:33:32.000+00:00",
        "2026-04-30T10:33:32-07:00",
        "2026-04-30T17:33:32Z",
    ],
)
def test_every_way_of_writing_is_read(written: Any):
    assert read_moment(written) == WHEN
    assert datetime.fromisoformat(iso_moment(written)) == WHEN


@pytest.mark.parametrize("written", [None, "", "N/A", 0, -1, True, "2026-13-45T00:00:00GMT", [], {}, 1e300, "9" * 15])
def test_what_is_no_moment_is_none_and_stays_as_it_is(written: Any):
    assert read_moment(written) is None
    assert iso_moment(written) == written
