"""A stage that the account does not have: Lofty answers 404 for the whole list (dossier sections 8 and 9)."""

from __future__ import annotations

from typing import Final

from leaddesk.domain.errors import QueryRefused

_MOST_NAMED: Final = 30


def explain_unknown_stage(asked: tuple[str, ...], known: tuple[str, ...], refusal: QueryRefused) -> QueryRefused:
    """Which stage there is not, and those that there are; the refusal itself when every one of them is known."""
    folded = {name.casefold() for name in known}
    unknown = [name for name in asked if name.casefold() not in folded]
    if known and not unknown:
        return _explain_several(asked, refusal) if len(asked) > 1 else refusal
    names = " or ".join(f"“{name}”" for name in (unknown or asked))
    return QueryRefused(
        f"There is no stage {names} in this account.",
        status=refusal.status,
        remedy=f"The stages are: {_list(known)}." if known else "Choose the stage from the account’s list.",
        said=refusal.said,
    )


def _explain_several(asked: tuple[str, ...], refusal: QueryRefused) -> QueryRefused:
    return QueryRefused(
        f"Lofty did not take {len(asked)} stages at once, though the account has them.",
        status=refusal.status,
        remedy="Search for one stage at a time.",
        said=refusal.said,
    )


def _list(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:_MOST_NAMED])
    return f"{shown} and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else shown
