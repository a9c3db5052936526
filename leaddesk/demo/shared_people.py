"""Who of the population stands in which vendor's system, and what each system says of them.

The systems overlap and contradict each other, as real ones do: somebody is sold in one and called in the other,
must not be called by one and is free to be called by the other.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Final

from leaddesk.demo.person import Permission, Person
from leaddesk.demo.population import Population

EVERYWHERE: Final = 12
"""People 1 to 12 stand in every system."""


class Vendor(StrEnum):
    """A system of the demo, by the key of its provider. LeadExec has everybody of its lead types."""

    LEADSQUARED = "leadsquared"
    SHARPSPRING = "sharpspring"
    LOFTY = "lofty"


_SHARES: Final = {Vendor.LEADSQUARED: (2, 0), Vendor.SHARPSPRING: (3, 1), Vendor.LOFTY: (5, 2)}
"""Everyone whose number gives this remainder when divided by that."""


def people_of(population: Population, vendor: Vendor) -> tuple[Person, ...]:
    """Who stands in this system, by number: about 1,600 in LeadSquared, 1,070 in SharpSpring, 650 in Lofty."""
    divisor, remainder = _SHARES[vendor]
    return tuple(
        person for person in population.people if person.number <= EVERYWHERE or person.number % divisor == remainder
    )


def permission_in(person: Person, vendor: Vendor) -> Permission:
    """May they be called, as this system has it. One in seven asked Lofty alone never to be called again, one in
    eleven told SharpSpring alone to send no mail; LeadSquared missed half of those who must not be called.
    """
    permission = person.permission
    if vendor is Vendor.LOFTY and person.number % 7 == 3:
        return replace(permission, do_not_call=True)
    if vendor is Vendor.SHARPSPRING and person.number % 11 == 4:
        return replace(permission, do_not_email=True)
    if vendor is Vendor.LEADSQUARED and person.number % 2 == 0:
        return replace(permission, do_not_call=False)
    return permission
