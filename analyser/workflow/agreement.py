"""Two raters of a session are compared: two people, or a person and the machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analyser.domain import ActName
from analyser.errors import InputError
from analyser.settings import Settings
from analyser.workflow.common import scope_of
from analyser.workflow.rated import labels_in

if TYPE_CHECKING:
    from analyser.measures import Agreement
    from analyser.store import Claim

MACHINE = "machine"
"""Stands for whatever machine labelled each utterance last."""

_TWO = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Raters:
    """Who was compared, and how far they agree."""

    first: str
    second: str
    agreement: Agreement


def agree(
    session: str, *, by: Sequence[str] = (), other: Path | None = None, settings: Settings
) -> Raters:
    """Compare two raters of a session on what both of them labelled.

    :param by: people, models by their ids, or ``MACHINE``: two of them; or one, who is compared
        with the machine, or with ``other``. Without any it is the person at the screen.
    :param other: a file with a second rater's labels.
    :raises InputError: there are too many raters, one labelled nothing, or the file is of no use.
    :raises StoreError: there is no such session.
    """
    from analyser.measures import compare

    scope = scope_of(settings)
    analysis, claims = scope.analysis(session), scope.claims(session)
    named = list(by) or [settings.person]
    if other is None and len(named) < _TWO:
        named.append(MACHINE)
    if len(named) + (other is not None) != _TWO:
        raise InputError("Two raters can be compared.", "Name one with --by and the other, too.")
    rated = [(name, labels_by(name, claims)) for name in named]
    if other is not None:
        rated.append((other.name, labels_in(other, analysis)))
    (first, one), (second, two) = rated
    found = compare(analysis.utterances, one, two)
    return Raters(first=first, second=second, agreement=found)


def labels_by(rater: str, claims: Sequence[Claim]) -> dict[int, ActName]:
    """What a rater says of each utterance, by its ``n``; what was taken back does not count.

    :raises InputError: nobody of that name labelled anything.
    """
    from analyser.store.claims import live

    acts = [claim for claim in live(claims) if claim.kind == "act"]
    found: dict[int, ActName] = {
        int(claim.subject): claim.value["act"]
        for claim in acts
        if claim.by == rater or (claim.machine and rater == MACHINE)
    }
    if not found:
        known = dict.fromkeys([MACHINE, *(claim.by for claim in acts)])
        raise InputError(
            f"'{rater}' has labelled nothing in this session.", f"Raters: {', '.join(known)}."
        )
    return found
