"""Pieces of speech become words."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from types import SimpleNamespace

import numpy as np
import pytest
from faster_whisper.feature_extractor import FeatureExtractor
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.domain import Word
from analyser.pipeline.audio import SAMPLE_RATE
from analyser.pipeline.hearing import Clip, Ear, mentions, prompt_of, spoken

FRAMES_PER_SECOND = 100


def clip(seconds: float) -> Clip:
    return Clip(start=0.0, samples=np.zeros(round(seconds * SAMPLE_RATE), dtype=np.float32))


def words(text: str) -> list[Word]:
    return [Word(start=n / 4, end=n / 4 + 0.2, text=word) for n, word in enumerate(text.split())]


@dataclass
class Heard:
    word: str
    start: float
    end: float
    probability: float = 0.9


def test_what_has_no_space_before_it_belongs_to_the_word_before():
    heard = [
        Heard(" We", 0.0, 0.2),
        Heard(" had", 0.2, 0.4),
        Heard(" 3", 0.4, 0.6, 0.8),
        Heard(".5", 0.6, 0.9, 0.5),
        Heard(" ...", 0.9, 0.9),
        Heard(" ♪", 0.9, 1.0),
    ]
    found = list(spoken(heard, 10.0, spaced=True))
    assert [word.text for word in found] == ["We", "had", "3.5"]
    assert (found[2].start, found[2].end, found[2].confidence) == (10.4, 10.9, 0.5)
    assert len(list(spoken(heard[:4], 0.0, spaced=False))) == 4


@settings(deadline=None, max_examples=30)
@given(st.lists(st.floats(0.01, 28.4), min_size=1, max_size=3))
def test_there_is_room_for_the_times_of_every_word(lengths):
    """Times are looked for up to the next whole second; beyond the spectrum there is no memory."""
    model = SimpleNamespace(
        feature_extractor=FeatureExtractor(), frames_per_second=FRAMES_PER_SECOND
    )
    spectra = Ear(model=model, language="en").spectra([clip(length) for length in lengths])
    assert len(spectra) == len(lengths)
    assert ceil(max(lengths)) * FRAMES_PER_SECOND <= spectra.shape[-1] <= 3000


@pytest.mark.parametrize(
    ("text", "mentioned"),
    [
        ("I asked Aoife, twice.", True),
        ("It is aoife's turn.", True),
        ("The Brathay  trust pays.", True),
        ("Trust Brathay to pay.", False),
        ("An aoifeish thing", False),
        ("", False),
    ],
)
def test_a_name_is_found_among_the_words(text, mentioned):
    assert mentions(words(text), ("Aoife", "Brathay Trust", "—")) is mentioned


@dataclass(frozen=True)
class Told(Ear):
    """An ear that hears what it is told, and with names in mind also a name in the first clip."""

    heard: tuple[str | None, ...] = ()

    def _together(self, clips, hotwords):
        object.__setattr__(self, "heard", (*self.heard, hotwords))
        return [
            words("Aoife spoke" if hotwords and not one.start else "if I spoke") for one in clips
        ]


def test_names_change_only_the_clips_in_which_they_are_heard():
    ear = Told(model=None, language="en", names=("Aoife", "Niamh"))
    here, there = clip(1.0), Clip(start=5.0, samples=clip(1.0).samples)
    found = ear.together([here, there])
    assert [[word.text for word in one] for one in found] == [
        ["Aoife", "spoke"],
        ["if", "I", "spoke"],
    ]
    assert ear.heard == (prompt_of(ear.names), None)


def test_without_names_all_is_heard_once():
    ear = Told(model=None, language="en")
    ear.together([clip(1.0)])
    assert ear.heard == (None,)
