"""A small analysis of three voices, and a scope to keep it in."""

from __future__ import annotations

import pytest

from analyser.domain import (
    Act,
    Analysis,
    Notice,
    Recording,
    Speaker,
    Turn,
    Utterance,
    Word,
)
from analyser.settings import Settings
from analyser.store import ME, Scope, Store
from tests.postgres import database, postgres

TEXTS = ("What would help you here?", "You should ring her tomorrow.", "Öffnen wir das.")
VOICES = ("S1", "S2", "S3")


def _spoken(n: int) -> Utterance:
    return Utterance(n=n, start=n * 4.0, end=n * 4.0 + 3.5, speaker=VOICES[n], text=TEXTS[n])


def _word(spoken: Utterance) -> Word:
    return Word(start=spoken.start, end=spoken.end, text="so", speaker=spoken.speaker)


@pytest.fixture(scope="session")
def server():
    """A PostgreSQL for all tests of the store."""
    with postgres() as address:
        yield address


@pytest.fixture
def on_server(server, settings):
    """Settings that keep sessions in an empty database of that PostgreSQL."""
    with database(server) as address:
        yield settings.model_copy(update={"database": address})


@pytest.fixture
def analysis() -> Analysis:
    """Three voices, three utterances, each with an act."""
    utterances = tuple(_spoken(n) for n in range(3))
    return Analysis(
        recording=Recording(id="ab" * 32, name="set.m4a", duration=12.0),
        engines={"transcribe": "t-1", "classify": "rules-1"},
        speakers=tuple(Speaker(id=voice, name=f"Voice {voice[1]}") for voice in VOICES),
        words=(*(_word(u) for u in utterances), Word(start=11.6, end=11.9, text="mm")),
        turns=tuple(Turn(start=u.start, end=u.end, speaker=u.speaker) for u in utterances),
        utterances=utterances,
        acts=(
            Act(utterance=0, act="open_question", confidence=0.9, cue="what", by="rules-1"),
            Act(
                utterance=1, act="advice", form="direct", confidence=0.8, cue="should", by="rules-1"
            ),
            Act(utterance=2, act="other", confidence=0.4, by="rules-1"),
        ),
        warnings=(Notice(code="quiet", text="The recording is very quiet."),),
    )


@pytest.fixture
def scope(settings: Settings) -> Scope:
    """The store as the one person on this machine sees it."""
    return Store.open(settings).visible_to(ME)
