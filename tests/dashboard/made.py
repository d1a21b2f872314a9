"""A plausible session for the pages: six voices, thirteen minutes, advice that creeps in."""

from __future__ import annotations

import math
import random
import wave
from pathlib import Path

import numpy as np

from analyser.domain import Act, Analysis, Recording, Speaker, Turn, Utterance, Word
from analyser.settings import Settings
from analyser.store import ME, Store

DURATION = 780.0

THREE_HOURS = 3 * 3600.0
BUSY = 2.13
"""How much faster people talk where three hours hold 3,000 utterances and 27,000 words."""

SPEAKERS = (
    Speaker(id="S1", name="Maya", role="facilitator"),
    Speaker(id="S2", name="Tom", role="presenter"),
    Speaker(id="S3", name="Priya", role="member"),
    Speaker(id="S4", name="Owen", role="member"),
    Speaker(id="S5", name="Grace", role="member"),
    Speaker(id="S6", name="Voice 6"),
)

SAID = {
    "open_question": (
        ("What would it be like if nothing changed for a year?", "What would it"),
        ("How did that land with you?", "How did"),
        ("What matters most to you in all of this?", "What matters"),
        ("What makes it so hard to raise with her?", "What makes"),
    ),
    "closed_question": (
        ("Is that the same manager as last time?", "Is that"),
        ("Did you tell her before the meeting?", "Did you"),
        ("So this was on the Friday?", "So this was"),
    ),
    "advice:direct": (
        ("You should put it in an e-mail, so that there is a record.", "You should"),
        ("I would just talk to HR, to be honest.", "I would just"),
    ),
    "advice:disguised": (
        ("Have you thought about blocking out the mornings?", "Have you thought about"),
        ("Why don't you just say no the next time?", "Why don't you"),
        ("Couldn't you just hand the rota to somebody else?", "Couldn't you just"),
    ),
    "reflection": (("So you are torn between the team and your own evenings.", "So you are"),),
    "process": (("We have about ten minutes left, so let's stay with questions.", "let's"),),
    "other": (
        ("Well, it started in the spring, when the two teams were put together.", ""),
        ("I keep saying yes, and then I am up until midnight finishing it.", ""),
        ("Mm, yeah.", ""),
    ),
}


def analysis(
    *,
    recording: str = "0" * 64,
    seed: int = 7,
    said: str = "",
    duration: float = DURATION,
    pace: float = 1.0,
    by: str = "made",
) -> Analysis:
    """The made session; every text and time follows from the seed.

    :param said: words that open every utterance.
    :param pace: how much faster people talk; where they do, some of what they say is short.
    :param by: the classifier that labelled it.
    """
    rows = list(_script(random.Random(seed), duration, pace))
    utterances = tuple(
        Utterance(
            n=n,
            start=round(start, 3),
            end=round(end, 3),
            speaker=speaker,
            text=f"{said} {text}".strip(),
        )
        for n, (start, end, speaker, _, text, _) in enumerate(rows)
    )
    return Analysis(
        recording=Recording(id=recording, name="practice.wav", duration=duration),
        engines={"transcribe": "made", "diarise": "made", "classify": by},
        speakers=SPEAKERS,
        words=tuple(_words(utterances)),
        turns=tuple(Turn(start=u.start, end=u.end, speaker=u.speaker) for u in utterances),
        utterances=utterances,
        acts=tuple(_act(n, row[3], row[5], by) for n, row in enumerate(rows)),
    )


def _script(chance: random.Random, duration: float, pace: float):
    at = 2.0
    others = SAID["other"][: 2 if pace == 1 else 3]
    while at < duration - 20:
        creep = at / duration
        for _ in range(chance.choice((1, 2, 3))):
            length = chance.uniform(4, 11) / pace
            text, cue = chance.choice(others)
            yield at, at + length, "S2", "other", text, cue
            at += length + chance.uniform(0.3, 0.8) / pace
        kind = _kind(chance, creep)
        speaker = "S1" if kind == "process" or chance.random() < 0.3 else _member(chance)
        length = chance.uniform(2, 5) / pace
        text, cue = chance.choice(SAID[kind])
        at += chance.uniform(0.2, 3.5) / pace
        yield at, at + length, speaker, kind, text, cue
        at += length + chance.uniform(0.3, 2.5) / pace


def _kind(chance: random.Random, creep: float) -> str:
    if chance.random() < 0.1 + 0.55 * creep:
        return chance.choice(("advice:direct", "advice:disguised", "advice:disguised"))
    return chance.choice(
        ("open_question", "open_question", "closed_question", "reflection", "process")
    )


def _member(chance: random.Random) -> str:
    return chance.choices(("S3", "S4", "S5", "S6"), (5, 3, 1, 2))[0]


def _act(n: int, choice: str, cue: str, by: str) -> Act:
    act, _, form = choice.partition(":")
    return Act(utterance=n, act=act, form=form or None, confidence=0.8, cue=cue, by=by)


def _words(utterances):
    for utterance in utterances:
        words = utterance.text.split()
        step = (utterance.end - utterance.start) / len(words)
        for place, word in enumerate(words):
            start = utterance.start + place * step
            yield Word(start=start, end=start + step, text=word, speaker=utterance.speaker)


def tone(path: Path, *, seconds: float = DURATION) -> Path:
    """A quiet sound file, mono 16 kHz."""
    path.parent.mkdir(parents=True, exist_ok=True)
    time = np.arange(int(seconds * 16_000)) / 16_000
    pcm = (np.sin(2 * math.pi * 220 * time) * 800).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(pcm.tobytes())
    return path


def stored(
    settings: Settings,
    *,
    name: str = "Set of 3 March",
    seed: int = 7,
    said: str = "",
    duration: float = DURATION,
    pace: float = 1.0,
    by: str = "made",
) -> str:
    """The made session in the store, with its sound; returns its id."""
    recording = f"{seed:064x}"
    made = analysis(recording=recording, seed=seed, said=said, duration=duration, pace=pace, by=by)
    store = Store.open(settings)
    tone(store.recording_folder(made.recording.id) / "audio.wav", seconds=duration)
    return store.visible_to(ME).save(made, name=name).id
