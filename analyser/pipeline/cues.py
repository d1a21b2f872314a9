"""WebVTT and SRT become cues with speakers, told apart line by line.

Both formats are read by the same few rules: a line with an arrow holds two times, the lines below
it up to the next empty line hold the text. ``webvtt`` the library leaves out what it cannot read
without a word and knows no line numbers; a person who corrected a transcript by hand needs both.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from analyser.errors import TranscriptError
from analyser.pipeline.punctuation import words_of

UNKNOWN = "Unknown"

_ARROW = "-->"
_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?=\s|$)")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]*)>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z0-9.:]+[^<>]*>|\{\\[^}]*\}")
_NAMED = re.compile(
    r"(?:>>+|-)?\s*\[?([^\W_][^:\[\]<>?!]{0,58}?)\]?\s*:(?!//|\d)\s*(.*)", re.DOTALL
)
_MOST_WORDS_IN_A_NAME = 6
_SMALL_IN_NAMES = words_of("de da di del der den van von la le bin al el and")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What one person says from ``start`` to ``end`` (seconds)."""

    start: float
    end: float
    speaker: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """A pair of times and the lines below it."""

    start: float
    end: float
    lines: tuple[str, ...]


def read_cues(text: str, *, name: str) -> tuple[Cue, ...]:
    """The cues of a WebVTT or SRT file, in order of time.

    A speaker stands in ``<v Name>`` (Teams) or before a colon (Zoom, SRT). What has no speaker is
    said by the last one; before anybody is named, by ``Unknown``.

    :param name: the file's name, for messages.
    :raises TranscriptError: a line with times cannot be read (with its number), there is no such
        line, or nobody is named anywhere.
    """
    blocks = sorted(_blocks(text.splitlines(), name), key=lambda block: block.start)
    if not blocks:
        raise TranscriptError(
            f"No times were found in {name}, so it cannot be laid over the recording.",
            "A transcript has lines such as 00:00:01.000 --> 00:00:04.000 (WebVTT or SRT).",
        )
    cues = tuple(_cues(blocks, _names(blocks)))
    if cues and all(cue.speaker == UNKNOWN for cue in cues):
        raise TranscriptError(
            f"Nobody is named in {name}, so it does not tell who spoke.",
            "Export it with speakers (<v Name> or 'Name: text'), or analyse without a transcript.",
        )
    return cues


def _blocks(lines: Sequence[str], name: str) -> Iterator[_Block]:
    """Each line with times, with the lines of text below it."""
    times: tuple[float, float] | None = None
    text: list[str] = []
    for number, line in enumerate(lines, start=1):
        if _ARROW in line:
            if times:
                yield _block(times, text[:-1] if text and text[-1].isdigit() else text)
            times, text = _times(line, number, name), []
        elif not line.strip():
            if times:
                yield _block(times, text)
            times, text = None, []
        else:
            text.append(line.strip())
    if times:
        yield _block(times, text)


def _block(times: tuple[float, float], text: Iterable[str]) -> _Block:
    return _Block(start=times[0], end=times[1], lines=tuple(text))


def _times(line: str, number: int, name: str) -> tuple[float, float]:
    """Start and end in seconds."""
    match = _TIMES.match(line)
    if match is None:
        raise TranscriptError(
            f"Line {number} of {name} has times that cannot be read: {line.strip()[:60]}",
            "Times look like 00:00:01.000 --> 00:00:04.000.",
        )
    start, end = _seconds(*match.groups()[:4]), _seconds(*match.groups()[4:])
    if end < start:
        raise TranscriptError(
            f"Line {number} of {name} ends before it begins: {line.strip()[:60]}",
            "Put its times right and try again.",
        )
    return start, end


def _seconds(hours: str | None, minutes: str, seconds: str, fraction: str | None) -> float:
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + (float(f"0.{fraction}") if fraction else 0.0)


def _names(blocks: Sequence[_Block]) -> frozenset[str]:
    """What stands before a colon and is a name: it looks like one, or it stands there again."""
    found = Counter(
        match[1].strip() for block in blocks for line in block.lines if (match := _named(line))
    )
    return frozenset(name for name, times in found.items() if times > 1 or _looks_like_a_name(name))


def _named(line: str) -> re.Match[str] | None:
    """A line that begins with a few words and a colon."""
    match = _NAMED.fullmatch(html.unescape(_TAG.sub("", line)))
    return match if match and len(match[1].split()) <= _MOST_WORDS_IN_A_NAME else None


def _looks_like_a_name(text: str) -> bool:
    """Whether its words begin with capitals, digits or brackets: "Speaker 1", "Ana de Sá (she)"."""
    words = [word for word in text.split() if word.casefold() not in _SMALL_IN_NAMES]
    return bool(words) and all(not word[0].islower() for word in words)


def _cues(blocks: Iterable[_Block], names: frozenset[str]) -> Iterator[Cue]:
    """One cue for each voice in each block; the block's time is shared by length of text."""
    speaker = UNKNOWN
    for block in blocks:
        said = [(who, text) for who, text in _said(block.lines, names) if text]
        whole = sum(len(text) for _who, text in said)
        start = block.start
        for who, text in said:
            speaker = who or speaker
            end = start + (block.end - block.start) * len(text) / whole
            yield Cue(start=start, end=end, speaker=speaker, text=text)
            start = end


def _said(lines: Sequence[str], names: frozenset[str]) -> list[tuple[str, str]]:
    """Who says what in a block; ``""`` for whoever spoke last."""
    said: list[tuple[str, str]] = []
    for who, text in _voices("\n".join(lines)):
        said.append((who, ""))
        for line in text.split("\n"):
            match = None if who else _named(line)
            if match and match[1].strip() in names:
                said.append((match[1].strip(), _clean(match[2])))
            else:
                last, before = said[-1]
                said[-1] = (last, f"{before} {_clean(line)}".strip())
    return said


def _voices(text: str) -> Iterator[tuple[str, str]]:
    """The text parted at its voice tags; ``""`` before the first one."""
    before, *tagged = _VOICE.split(text)
    yield "", before
    for who, words in zip(tagged[::2], tagged[1::2], strict=True):
        yield " ".join(html.unescape(who).split()), words


def _clean(text: str) -> str:
    """Text without tags and entities, with single spaces."""
    return " ".join(html.unescape(_TAG.sub("", text)).split())
