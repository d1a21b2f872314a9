"""What is to be said about a recording once its words and voices are known."""

from __future__ import annotations

from collections.abc import Sequence

from analyser.domain import Notice, Word
from analyser.pipeline.diarise import Diariser
from analyser.pipeline.tracks import TrackDiariser


def still_true(notices: Sequence[Notice], diariser: Diariser) -> tuple[Notice, ...]:
    """What decoding told; that microphones tell who spoke, only where they were asked."""
    asked = isinstance(diariser, TrackDiariser)
    return tuple(notice for notice in notices if asked or notice.code != "tracks")


def nothing_said(words: Sequence[Word]) -> tuple[Notice, ...]:
    """A warning where no words were heard."""
    if words:
        return ()
    text = "No words were heard in this recording, so there is nothing to label."
    return (Notice(code="no_words", text=text),)
