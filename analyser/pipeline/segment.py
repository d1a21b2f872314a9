"""Words become utterances: one speaker's sentence-like stretches of speech.

Each speaker's words are followed by themselves, so an utterance never holds two voices. A short
remark by somebody else does not tear a sentence in two: if its speaker goes on within a second it
stays one utterance, and the remark becomes its own, so utterances may overlap in time. Inside one
speaker's stretch an utterance ends with the sentence, or at a long pause. Where the recogniser lost
its punctuation shorter pauses do, the more so before words that begin a clause or a question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from analyser.domain import Utterance, Word
from analyser.pipeline import openers, punctuation

ID = f"segment-1/{punctuation.ID}/{openers.ID}"

_NOBODY = "S1"
_INTERRUPTION_SECONDS = 1.0
_PAUSE_SECONDS = 1.0
_HELD_PAUSE_SECONDS = 2.5
_LONG_RUN_WORDS = 14
_OPEN_RUN_WORDS = 4
_LOST_PAUSE_SECONDS = 0.4
_CLAUSE_PAUSE_SECONDS = 0.3
_QUESTION_PAUSE_SECONDS = 0.15
_ALWAYS_LARGE = punctuation.words_of("i i'm i'd i'll i've")

Run = tuple[Word, ...]


def segment(words: Sequence[Word]) -> tuple[Utterance, ...]:
    """The utterances of all speakers, numbered from 0 in order of their start.

    :param words: in order of time; words without a speaker are given to one voice, ``S1``.
    """
    runs = [run for strand in _strands(words) for run in _utterances(strand)]
    runs.sort(key=lambda run: run[0].start)
    return tuple(_utterance(n, run) for n, run in enumerate(runs))


def _utterance(n: int, run: Run) -> Utterance:
    return Utterance(
        n=n,
        start=run[0].start,
        end=max(word.end for word in run),
        speaker=run[0].speaker or _NOBODY,
        text=" ".join(word.text for word in run),
    )


def _strands(words: Sequence[Word]) -> Iterator[Run]:
    """Each speaker's words, parted where somebody else speaks and the speaker does not go on."""
    last: dict[str, int] = {}
    strands: dict[str, list[Word]] = {}
    for n, word in enumerate(words):
        voice = word.speaker or _NOBODY
        strand = strands.setdefault(voice, [])
        interrupted = bool(strand) and last[voice] != n - 1
        if interrupted and word.start - strand[-1].end >= _INTERRUPTION_SECONDS:
            yield tuple(strand)
            strand.clear()
        strand.append(word)
        last[voice] = n
    yield from (tuple(strand) for strand in strands.values())


def _utterances(strand: Run) -> Iterator[Run]:
    """A speaker's stretch in utterances: by its marks and long pauses, then by its sound."""
    for sentence in _cut(strand, _ends_here):
        if _lost_its_marks(sentence):
            yield from _cut(sentence, _seems_to_end_here)
        else:
            yield sentence


def _cut(run: Run, ends: Callable[[Run, int], bool]) -> Iterator[Run]:
    """The run cut after each word at which it ``ends``."""
    first = 0
    for n in range(len(run) - 1):
        if ends(run, n):
            yield run[first : n + 1]
            first = n + 1
    yield run[first:]


def _ends_here(run: Run, n: int) -> bool:
    """Whether an utterance ends after word ``n``: by its mark, or by a pause too long to hold."""
    word, following = run[n], run[n + 1]
    if punctuation.ends_sentence(word.text, following.text) or _begins_large(run, n + 1):
        return True
    pause = following.start - word.end
    hesitates = openers.leans_on(punctuation.bare(word.text))
    return pause >= (_HELD_PAUSE_SECONDS if hesitates else _PAUSE_SECONDS)


def _begins_large(run: Run, n: int) -> bool:
    """Whether word ``n`` has a capital because a sentence begins, though no mark stands before it.

    Whisper often leaves out the full stop between two stretches of its text, not the capital.
    """
    before = run[n - 1].text
    capital = run[n].text[:1].isupper() and punctuation.bare(run[n].text) not in _ALWAYS_LARGE
    marked = punctuation.pauses_in_sentence(before) or openers.leans_on(punctuation.bare(before))
    return capital and not marked and openers.opens(_next(run, n))


def _next(run: Run, n: int) -> list[str]:
    """The bare words from ``n`` on, as many as an opening needs."""
    return [punctuation.bare(word.text) for word in run[n : n + 3]]


def _lost_its_marks(run: Run) -> bool:
    """Whether a run seems to hold more than one sentence that the recogniser did not part."""
    inner = any(punctuation.pauses_in_sentence(word.text) for word in run)
    ended = punctuation.ends_sentence(run[-1].text, None)
    return not inner and len(run) >= (_LONG_RUN_WORDS if ended else _OPEN_RUN_WORDS)


def _seems_to_end_here(run: Run, n: int) -> bool:
    """Whether the sound and the next words speak for an end after word ``n`` of a run."""
    if openers.leans_on(punctuation.bare(run[n].text)):
        return False
    pause, following = run[n + 1].start - run[n].end, _next(run, n + 1)
    return (
        pause >= _LOST_PAUSE_SECONDS
        or (pause >= _CLAUSE_PAUSE_SECONDS and openers.opens(following))
        or (pause >= _QUESTION_PAUSE_SECONDS and openers.asks(following))
    )
