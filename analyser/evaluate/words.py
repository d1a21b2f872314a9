"""What was said: word error rates, in order of time and voice by voice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any

from analyser.domain import Utterance, Word
from analyser.errors import InputError
from analyser.evaluate.scores import WordErrors, Wording

FILLERS = frozenset({"um", "uh", "uhm", "er", "erm", "mm", "mmm", "mhm", "hm", "hmm", "ah", "eh"})
"""Sounds that transcribers leave out as they like; they count neither way."""


_WER, _CPWER = "jiwer", "meeteval.wer"


def demand_libraries(names: Iterable[str] = (_WER, _CPWER)) -> None:
    """Pass where words can be scored, so that nobody waits for a recording in vain.

    :raises InputError: a library for it is not installed.
    """
    for name in names:
        _library(name)


def wording_of(truth: Sequence[Utterance], found: Sequence[Word]) -> Wording:
    """Score the words that were found against the true utterances.

    WER takes all words in order of time. cpWER joins each voice's words and takes the best mapping
    of voices (Watanabe et al. 2020, CHiME-6), so a word under the wrong voice is an error too.

    :raises InputError: a library for it is not installed.
    """
    true_voices = _by_voice((row.speaker, row.text) for row in truth)
    found_voices = _by_voice((word.speaker or "", word.text) for word in found)
    true_words = normalised(" ".join(row.text for row in truth))
    found_words = normalised(" ".join(word.text for word in found))
    return Wording(
        wer=wer(true_words, found_words),
        cpwer=_cpwer(true_voices, found_voices),
    )


def normalised(text: str) -> str:
    """Lower case, no punctuation, no fillers; one space between words."""
    plain = unicodedata.normalize("NFKC", text).lower()
    joined = re.sub(r"['’`]", "", plain)
    return " ".join(word for word in re.findall(r"\w+", joined) if word not in FILLERS)


def _by_voice(said: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each voice's words in order, without voices that have none."""
    texts: dict[str, list[str]] = {}
    for voice, text in said:
        texts.setdefault(voice, []).append(text)
    joined = {voice: normalised(" ".join(parts)) for voice, parts in texts.items()}
    return {voice: words for voice, words in joined.items() if words}


def wer(truth: str, found: str) -> WordErrors:
    """The word error rate of one normalised text against another.

    :raises InputError: the library for it is not installed.
    """
    if not truth or not found:
        return WordErrors(errors=len((truth or found).split()), length=len(truth.split()))
    output = _library(_WER).process_words(truth, found)
    errors = output.substitutions + output.deletions + output.insertions
    return WordErrors(errors=errors, length=len(truth.split()))


def _cpwer(truth: dict[str, str], found: dict[str, str]) -> WordErrors:
    length = sum(len(words.split()) for words in truth.values())
    if not truth or not found:
        spoken = truth or found
        return WordErrors(errors=sum(len(w.split()) for w in spoken.values()), length=length)
    scored = _library(_CPWER).cp_word_error_rate(
        truth, found, reference_sort=False, hypothesis_sort=False
    )
    return WordErrors(errors=int(scored.errors), length=length)


def _library(name: str) -> Any:
    """A library of the extra ``evaluate``, which the app does without.

    :raises InputError: it is not installed, or not wholly.
    """
    try:
        return import_module(name)
    except ImportError as error:
        raise InputError(
            f"Words cannot be scored, since the library {name.partition('.')[0]} is missing.",
            "With a C++ compiler at hand, run: "
            "python -m pip install --constraint constraints.txt --editable '.[evaluate]'",
        ) from error
