"""A lead of Lofty's before it is written: its id, whom it is about and when it came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from leaddesk.demo.dice import Dice
from leaddesk.demo.lofty_profiles import Profile
from leaddesk.demo.lofty_team import ME, Member
from leaddesk.demo.person import Person

FIRST_LEAD_ID: Final = 1_100_000_000_000_000
BEYOND_DOUBLES: Final = 9_100_000_000_000_001
"""Some ids are greater than 2^53 and odd: they cannot be told apart from their neighbours once read as floats."""


@dataclass(frozen=True, slots=True)
class LeadFacts:
    """What all parts of a lead are drawn from.

    `turn` is 0, and more when the population is gone through again to have more leads; `family` is who lives with
    them, in Lofty or not.
    """

    lead_id: int
    profile: Profile
    added: datetime
    turn: int
    now: datetime
    family: tuple[Person, ...]

    @property
    def lead_user_id(self) -> int:
        """The account of the person on the team's web site."""
        return self.lead_id + 500_000_000_000

    @property
    def last_touch(self) -> datetime | None:
        """When the team last called or wrote; None for never."""
        return self._after(self.profile.touched_after)

    @property
    def last_visit(self) -> datetime | None:
        """When they last came to the team's site; None for never."""
        return self._after(self.profile.visited_after)

    @property
    def assigned(self) -> datetime | None:
        """When they got their owner; None without one."""
        if self.profile.owner is None:
            return None
        return min(self.added + timedelta(minutes=self.profile.assigned_after_minutes), self.now)

    @property
    def agent(self) -> Member:
        """Whoever of the team takes care of them."""
        return self.profile.owner or ME

    def entry_id(self, place: int) -> int:
        """The id of something in their history (0 to 999); later ones are greater."""
        return 563_000_000_000_000 + self.lead_id % 10**11 * 1_000 + place

    def dice(self, purpose: int) -> Dice:
        """Choices for one part of the lead (0 to 63), the same at each call."""
        return Dice((self.profile.person.number * 1_009 + self.turn) * 64 + purpose)

    def _after(self, share: float | None) -> datetime | None:
        if share is None:
            return None
        return (self.added + (self.now - self.added) * share).replace(microsecond=0)


def lead_id_of(person_number: int, turn: int = 0) -> int:
    """The id of somebody's lead; it does not depend on the time."""
    first = BEYOND_DOUBLES if person_number % 17 == 2 else FIRST_LEAD_ID
    return first + turn * 100_000_000 + person_number * 7_310
