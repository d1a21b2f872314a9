"""What was said: word error rates, in order of time and voice by voice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from analyser.domain import Utterance, Word
from analyser.evaluate.scores import WordErrors, Wording

FILLERS = frozenset({"um", "uh", "uhm", "er", "erm", "mm", "mmm", "mhm", "hm", "hmm", "ah", "eh"})
"""Sounds that transcribers leave out as they like; they count neither way."""


def wording_of(truth: Sequence[Utterance], found: Sequence[Word]) -> Wording:
    """Score the words that were found against the true utterances.

    WER takes all words in order of time. cpWER joins each voice's words and takes the best mapping
    of voices (Watanabe et al. 2020, CHiME-6), so a word under the wrong voice is an error too.
    """
    true_voices = _by_voice((row.speaker, row.text) for row in truth)
    found_voices = _by_voice((word.speaker or "", word.text) for word in found)
    true_words = normalised(" ".join(row.text for row in truth))
    found_words = normalised(" ".join(word.text for word in found))
    return Wording(
        wer=_wer(true_words, found_words),
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


def _wer(truth: str, found: str) -> WordErrors:
    import jiwer

    if not truth or not found:
        return WordErrors(errors=len((truth or found).split()), length=len(truth.split()))
    output = jiwer.process_words(truth, found)
    errors = output.substitutions + output.deletions + output.insertions
    return WordErrors(errors=errors, length=len(truth.split()))


def _cpwer(truth: dict[str, str], found: dict[str, str]) -> WordErrors:
    from meeteval.wer import cp_word_error_rate

    length = sum(len(words.split()) for words in truth.values())
    if not truth or not found:
        spoken = truth or found
        return WordErrors(errors=sum(len(w.split()) for w in spoken.values()), length=length)
    scored = cp_word_error_rate(truth, found, reference_sort=False, hypothesis_sort=False)
    return WordErrors(errors=int(scored.errors), length=length)
