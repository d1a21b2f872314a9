"""The utterances as subtitles with voices: WebVTT as Teams writes it, SRT as players read it."""

from __future__ import annotations

import io
from collections.abc import Callable
from html import escape, unescape
from typing import TYPE_CHECKING

from analyser.domain import Analysis

if TYPE_CHECKING:
    from webvtt import WebVTT

_SHORTEST_SECONDS = 0.001


def vtt_of(analysis: Analysis) -> str:
    """One cue for each utterance: ``<v Name>text``, with its number as the identifier."""
    return f"{_subtitles(analysis, _in_a_voice).content}\n"


def srt_of(analysis: Analysis) -> str:
    """One cue for each utterance, counted from 1: ``Name: text``; SRT knows no escapes."""
    text = io.StringIO()
    _subtitles(analysis, _after_a_name).write(text, format="srt")
    return unescape(text.getvalue())


def _subtitles(analysis: Analysis, told: Callable[[str, str], str]) -> WebVTT:
    from webvtt import Caption, WebVTT

    names = {speaker.id: speaker.name for speaker in analysis.speakers}
    subtitles = WebVTT()
    for utterance in analysis.utterances:
        name = names.get(utterance.speaker, "").strip() or utterance.speaker
        start, end = utterance.start, max(utterance.end, utterance.start + _SHORTEST_SECONDS)
        subtitles.captions.append(
            Caption(
                start=_stamp(start),
                end=_stamp(end),
                text=told(name, utterance.text),
                identifier=str(utterance.n),
            )
        )
    return subtitles


def _in_a_voice(name: str, text: str) -> str:
    return f"<v {_line(name)}>{_line(text)}"


def _after_a_name(name: str, text: str) -> str:
    return _line(f"{name}: {text}".replace("-->", "→"))


def _stamp(seconds: float) -> str:
    """Seconds as WebVTT writes them: ``01:02:03.456``."""
    from webvtt.models import Timestamp

    return str(Timestamp.from_seconds(seconds))


def _line(text: str) -> str:
    """Text on one line, with nothing in it that WebVTT would take for markup."""
    return escape(" ".join(text.replace("\0", "\N{REPLACEMENT CHARACTER}").split()), quote=False)
