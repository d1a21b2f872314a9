"""A transcript with speakers and times stands in for transcription and diarisation.

It may be WebVTT (Zoom, Teams), SRT, or the project's own JSON. What is read is both a transcriber
and a diariser: its words have speakers already, and its cues are the turns.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from analyser.domain import Progress, Speaker, Turn, Word, milliseconds
from analyser.errors import TranscriptError
from analyser.pipeline.audio import Audio
from analyser.pipeline.cues import Cue, read_cues
from analyser.pipeline.document import read_document
from analyser.pipeline.keeping import Keep, afresh

_VERSION = "written-1"
_MOST_BYTES = 50_000_000
_SAME_TURN_SECONDS = 0.5
_LATE_SECONDS = 30.0
_SHORTEST_CUE = 0.05
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A transcript as it was handed in. Voices are "S1", "S2", … by first appearance.

    ``id`` changes with the content. Words have the times of their cue, shared out by length.
    """

    id: str
    words: tuple[Word, ...]
    turns: tuple[Turn, ...]
    speakers: tuple[Speaker, ...]

    def transcribe(
        self,
        audio: Audio,
        *,
        remember: Callable[..., object],  # noqa: ARG002 - nothing here is worth remembering
        progress: Progress,
    ) -> tuple[Word, ...]:
        """The words, with their speakers.

        :raises TranscriptError: the transcript goes on long after the recording has ended.
        """
        last = max((word.start for word in self.words), default=0.0)
        if last > audio.duration + _LATE_SECONDS:
            raise TranscriptError(
                f"The transcript goes on to minute {last / 60:.0f}, but the recording ends at "
                f"minute {audio.duration / 60:.0f}.",
                "Is it the transcript of this recording?",
            )
        progress(1.0)
        return self.words

    def diarise(
        self,
        audio: Audio,  # noqa: ARG002 - the transcript knows
        *,
        keep: Keep = afresh,  # noqa: ARG002 - there is nothing to keep
        progress: Progress,
    ) -> tuple[Turn, ...]:
        """The turns: cues of one speaker with hardly a pause between them are one turn."""
        progress(1.0)
        return self.turns


def read(path: Path) -> Written:
    """Read a transcript: WebVTT, SRT, or the project's JSON, whatever its name ends in.

    :raises TranscriptError: it is not there, too large, no text, or cannot be read; where a line
        is to blame, the message names it.
    """
    content = _content(path)
    text = _decoded(content, path.name)
    cues: Sequence[Cue]
    if text.lstrip()[:1] in {"{", "["}:
        cues, known = read_document(text, name=path.name)
    else:
        cues, known = read_cues(text, name=path.name), ()
    return from_cues(cues, known, digest=hashlib.sha256(content).hexdigest())


def from_cues(cues: Sequence[Cue], known: Sequence[Speaker], *, digest: str) -> Written:
    """Words, turns and speakers of cues in order of time.

    :param known: names and roles, under the names by which the cues call their speakers.
    :param digest: what tells this content from any other.
    """
    names = {speaker.id: speaker for speaker in known}
    spoken = [cue for cue in cues if cue.text.strip()]
    heard = dict.fromkeys(cue.speaker for cue in spoken)
    voices = {who: f"S{n}" for n, who in enumerate(heard, start=1)}
    speakers = tuple(
        Speaker(id=voice, name=names[who].name, role=names[who].role)
        if who in names
        else Speaker(id=voice, name=who)
        for who, voice in voices.items()
    )
    words = [word for cue in spoken for word in _words(cue, voices[cue.speaker])]
    return Written(
        id=f"{_VERSION}@{digest[:16]}",
        words=tuple(sorted(words, key=lambda word: word.start)),
        turns=_turns(spoken, voices),
        speakers=speakers,
    )


def _words(cue: Cue, voice: str) -> Iterator[Word]:
    """The words of a cue; each takes a share of its time by length."""
    texts = cue.text.split()
    whole = sum(len(text) + 1 for text in texts)
    per_letter = max(cue.end - cue.start, _SHORTEST_CUE) / whole
    start = cue.start
    for text in texts:
        end = start + (len(text) + 1) * per_letter
        yield Word(start=milliseconds(start), end=milliseconds(end), text=text, speaker=voice)
        start = end


def _turns(cues: Sequence[Cue], voices: dict[str, str]) -> tuple[Turn, ...]:
    """The cues of each voice, joined where hardly a pause is between them, in order of time."""
    turns: list[Turn] = []
    last: dict[str, int] = {}
    for cue in cues:
        voice = voices[cue.speaker]
        start, end = cue.start, max(cue.end, cue.start + _SHORTEST_CUE)
        before = turns[last[voice]] if voice in last else None
        if before and start - before.end < _SAME_TURN_SECONDS:
            start, end = before.start, max(before.end, end)
            turns[last[voice]] = Turn(start=start, end=milliseconds(end), speaker=voice)
        else:
            last[voice] = len(turns)
            turns.append(Turn(start=milliseconds(start), end=milliseconds(end), speaker=voice))
    return tuple(turns)


def _content(path: Path) -> bytes:
    """The bytes of a file that is there and not too large."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise TranscriptError(
                f"The transcript {path.name} is larger than {_MOST_BYTES // 1_000_000} MB.",
                "A transcript of a whole day has less than that; is it the right file?",
            )
        return path.read_bytes()
    except OSError as error:
        raise TranscriptError(
            f"The transcript {path} cannot be opened: {error.strerror or error}.",
            "Look at the file's name and at who may read it.",
        ) from error


def _decoded(content: bytes, name: str) -> str:
    """The text of a file in UTF-8, UTF-16 or, failing these, the old Windows encoding."""
    encoding = next((name for bom, name in _BOMS if content.startswith(bom)), "")
    for attempt in (encoding,) if encoding else ("utf-8", "cp1252"):
        try:
            text = content.decode(attempt)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise TranscriptError(
        f"The transcript {name} is not a text file.",
        "Export it as WebVTT (.vtt) or SRT (.srt); a Word file cannot be used.",
    )
