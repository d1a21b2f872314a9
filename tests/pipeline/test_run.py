"""Which engines a recording gets, and what is said of it."""

from __future__ import annotations

import pytest

from analyser.domain import Notice, Request
from analyser.pipeline import diarise, run, transcribe
from analyser.pipeline.decode import Decoded
from analyser.pipeline.notices import still_true
from analyser.pipeline.tracks import TrackDiariser

TRACKS = Notice(code="tracks", text="A sound track for each of 2 people.")
QUIET = Notice(code="quiet", text="It is quiet.")
CALL = Decoded(duration=60.0, notices=(TRACKS, QUIET), tracks=("", ""))


class Ears:
    """Stands in for the models that hear."""

    id = "ears"


@pytest.fixture
def listening(settings, monkeypatch):
    """Settings under which nothing has to be loaded."""
    monkeypatch.setitem(transcribe.TRANSCRIBERS, "auto", lambda _settings: Ears())
    monkeypatch.setitem(diarise.DIARISERS, "auto", lambda *_: Ears())
    return settings


@pytest.mark.parametrize(
    ("speakers", "by_track"), [(None, True), (1, True), (2, True), (3, False), (6, False)]
)
def test_more_people_than_tracks_are_told_apart_by_their_voices(listening, speakers, by_track):
    engines = run.engines(Request(recording="call.wav", speakers=speakers), listening)
    diariser = engines.knowing(CALL, listening).diariser
    assert isinstance(diariser, TrackDiariser) == by_track
    told = [notice.code for notice in still_true(CALL.notices, diariser)]
    assert told == (["tracks", "quiet"] if by_track else ["quiet"])
