"""The utterances as WebVTT subtitles with voices, as Zoom and Teams write them."""

from __future__ import annotations

from html import escape

from analyser.domain import Analysis

_SHORTEST_SECONDS = 0.001


def vtt_of(analysis: Analysis) -> str:
    """One cue for each utterance: ``<v Name>text``, with its number as the identifier."""
    from webvtt import Caption, WebVTT

    names = {speaker.id: speaker.name for speaker in analysis.speakers}
    subtitles = WebVTT()
    for utterance in analysis.utterances:
        name = _line(names.get(utterance.speaker, "")) or utterance.speaker
        start, end = utterance.start, max(utterance.end, utterance.start + _SHORTEST_SECONDS)
        subtitles.captions.append(
            Caption(
                start=_stamp(start),
                end=_stamp(end),
                text=f"<v {name}>{_line(utterance.text)}",
                identifier=str(utterance.n),
            )
        )
    return f"{subtitles.content}\n"


def _stamp(seconds: float) -> str:
    """Seconds as WebVTT writes them: ``01:02:03.456``."""
    from webvtt.models import Timestamp

    return str(Timestamp.from_seconds(seconds))


def _line(text: str) -> str:
    """Text on one line, with nothing in it that WebVTT would take for markup."""
    return escape(" ".join(text.replace("\0", "\N{REPLACEMENT CHARACTER}").split()), quote=False)
