"""SharpSpring's limits: the pace to begin with, and the judge of its answers."""

from __future__ import annotations

from typing import Final

from leaddesk.transport.messages import WireResponse
from leaddesk.transport.verdict import Pace, Verdict

SHARPSPRING_PACE: Final = Pace(10, 1, documented=True)
"""Ten queries per second for an account, by the vendor's overview (dossier section 4)."""


def judge_sharpspring(response: WireResponse) -> Verdict:
    """See `judging.judge_answer`."""
    from leaddesk.providers.sharpspring.judging import judge_answer  # late: no window needs it to come up

    return judge_answer(response)
