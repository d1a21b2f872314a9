"""A person puts right what was said, and when: words, times, where an utterance begins and ends.

As with every correction, nothing that a machine said is overwritten: each call is one change, a set
of claims that stands until ``undo`` takes it back. What may be another act now is labelled again;
what a person said of an act stands, unless the utterance itself became another one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyser.domain import Analysis, Utterance, Word, milliseconds
from analyser.errors import InputError
from analyser.settings import Settings
from analyser.workflow.changes import numbered, said, with_labels
from analyser.workflow.checks import Span, within
from analyser.workflow.common import scope_of

if TYPE_CHECKING:
    from analyser.store import Claim, Scope
    from analyser.store.claims import ClaimKind


def edit_text(session: str, n: int, text: str, *, settings: Settings) -> None:
    """Say which words were really spoken; those that stay keep their times.

    :param n: the utterance's.
    :raises InputError: there is no such utterance, or no word is left of it.
    :raises StoreError: there is no such session.
    """
    scope = scope_of(settings)
    analysis = scope.analysis(session)
    spoken, right = numbered(analysis, n), _storable(text)
    if not right:
        raise InputError("An utterance needs words.", "If nobody said it, remove it.")
    if right != spoken.text:
        _claim(scope, session, analysis, "text", n, {"text": right}, settings=settings)


def move_boundary(
    session: str,
    n: int,
    *,
    start: float | None = None,
    end: float | None = None,
    settings: Settings,
) -> Span:
    """Say when an utterance really begins or ends, in seconds; what is left out stays.

    It goes no further than where its own voice speaks just before or after. Its words go with it;
    what is counted from the sound, as airtime is, stays.

    :return: from when to when it lasts now.
    :raises InputError: there is no such utterance, or nothing would be left of it.
    :raises StoreError: there is no such session.
    """
    scope = scope_of(settings)
    analysis = scope.analysis(session)
    spoken = numbered(analysis, n)
    earliest, latest = _room(analysis, spoken)
    begins = spoken.start if start is None else max(milliseconds(start), earliest)
    ends = spoken.end if end is None else min(milliseconds(end), latest)
    span = within(analysis, (begins, ends))
    if span != (spoken.start, spoken.end):
        value = {"start": span[0], "end": span[1]}
        _claim(scope, session, analysis, "bounds", n, value, settings=settings)
    return span


def split_utterance(session: str, n: int, *, word: int, settings: Settings) -> int:
    """Say that an utterance is two: the second begins with a word of it, counted from 0.

    Both are labelled anew, also where a person had labelled the whole.

    :return: the ``n`` of the second part, which no utterance of this session ever had.
    :raises InputError: there is no such utterance, or no word on each side.
    :raises StoreError: there is no such session.
    """
    scope = scope_of(settings)
    analysis = scope.analysis(session)
    words = len(numbered(analysis, n).text.split())
    if not 0 < word < words:
        raise InputError(
            f"Utterance {n} has {words} words, and a part needs at least one.",
            "Choose a word after the first, with which the second part begins.",
        )
    new = _fresh(scope, session)
    value = {"word": word, "new": new}
    _claim(scope, session, analysis, "split", n, value, settings=settings)
    return new


def join_utterances(session: str, first: int, second: int, *, settings: Settings) -> None:
    """Say that two utterances are one, which has the ``n`` of the earlier one and is labelled anew.

    :raises InputError: there are no such utterances, or they do not follow one another in what one
        person says.
    :raises StoreError: there is no such session.
    """
    scope = scope_of(settings)
    analysis = scope.analysis(session)
    one, other = sorted((numbered(analysis, n) for n in (first, second)), key=_order)
    if one.speaker != other.speaker:
        raise InputError(
            "Two people say these.", "Say first who really speaks, then make the two one."
        )
    following = [spoken for spoken in _of_voice(analysis, one) if _order(spoken) > _order(one)]
    if other not in following[:1]:
        raise InputError(
            "These two do not follow one another in what this person says.",
            "Choose an utterance and the next one of the same person.",
        )
    _claim(scope, session, analysis, "join", one.n, {"second": other.n}, settings=settings)


def remove_utterance(session: str, n: int, *, settings: Settings) -> None:
    """Say that nobody said an utterance: the machine made it up.

    :raises InputError: there is no such utterance, or it is the only one.
    :raises StoreError: there is no such session.
    """
    scope = scope_of(settings)
    analysis = scope.analysis(session)
    numbered(analysis, n)
    if len(analysis.utterances) == 1:
        raise InputError("This is the only utterance.", "Put its words right instead.")
    _claim(scope, session, analysis, "remove", n, {}, settings=settings)


def invite(session: str, n: int, invited: bool | None, *, settings: Settings) -> None:
    """Say whether a piece of advice was asked for; ``None`` leaves it to the words before it.

    :raises InputError: there is no such utterance, or it is no advice.
    :raises StoreError: there is no such session.
    """
    scope = scope_of(settings)
    analysis = scope.analysis(session)
    numbered(analysis, n)
    act = next(act for act in analysis.acts if act.utterance == n)
    if act.act != "advice":
        raise InputError("Only advice is invited or not.", "Label it as advice first.")
    if act.invited is not invited:
        scope.claim(session, [said(scope.person, "invited", str(n), {"invited": invited})])


def words_of(analysis: Analysis) -> dict[int, tuple[Word, ...]]:
    """For each utterance, by its ``n``, the words of its text, each with its time.

    There is one for every word of ``Utterance.text``, in order, so its place is what
    ``split_utterance`` asks for.
    """
    from analyser.store.edited import words_of

    return {spoken.n: tuple(words_of(analysis.words, spoken)) for spoken in analysis.utterances}


def _claim(
    scope: Scope,
    session: str,
    analysis: Analysis,
    kind: ClaimKind,
    n: int,
    value: dict[str, Any],
    *,
    settings: Settings,
) -> None:
    """Make one change to an utterance, with the labels that follow from it."""
    claim: Claim = said(scope.person, kind, str(n), value)
    scope.claim(session, with_labels(scope, session, analysis, [claim], settings))


def _storable(text: str) -> str:
    """A text on one line, without the signs that no database keeps."""
    whole = text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
    return " ".join(whole.split())


def _order(spoken: Utterance) -> tuple[float, int]:
    return spoken.start, spoken.n


def _of_voice(analysis: Analysis, spoken: Utterance) -> list[Utterance]:
    """All that the voice of an utterance says, in order."""
    return [other for other in analysis.utterances if other.speaker == spoken.speaker]


def _room(analysis: Analysis, spoken: Utterance) -> Span:
    """How far an utterance may reach: to what its own voice says next, or as far as it does now."""
    others = [other for other in _of_voice(analysis, spoken) if other.n != spoken.n]
    before = [other.end for other in others if _order(other) < _order(spoken)]
    after = [other.start for other in others if _order(other) > _order(spoken)]
    return (
        min(spoken.start, max(before, default=0.0)),
        max(spoken.end, min(after, default=analysis.recording.duration)),
    )


def _fresh(scope: Scope, session: str) -> int:
    """A number that no utterance of the session ever had, also none that was taken back."""
    used = [spoken.n for spoken in scope.heard(session).utterances]
    used += [int(claim.value["new"]) for claim in scope.claims(session) if claim.kind == "split"]
    return max(used) + 1
