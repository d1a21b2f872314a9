"""The utterances as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io

from analyser.domain import Analysis

COLUMNS = (
    *("n", "start", "end", "speaker", "name", "role"),
    *("act", "form", "confidence", "cue", "by", "text"),
)

_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001 - spreadsheets read the wide ones too


def csv_of(analysis: Analysis) -> str:
    """One row for each utterance, as CSV (RFC 4180) with a header.

    A cell of text that a spreadsheet would run as a formula gets an apostrophe in front, since
    what was said in a recording must not be executed.
    """
    speakers = {speaker.id: speaker for speaker in analysis.speakers}
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for utterance, act in zip(analysis.utterances, analysis.acts, strict=True):
        speaker = speakers.get(utterance.speaker)
        name = speaker.name if speaker else utterance.speaker
        words = [utterance.speaker, name, speaker.role if speaker else "unnamed"]
        words += [act.act, act.form or ""]
        times = [f"{utterance.start:.3f}", f"{utterance.end:.3f}"]
        reasons = [act.cue, act.by, utterance.text]
        table.writerow(
            [utterance.n, *times]
            + [neutral(cell) for cell in words]
            + [f"{act.confidence:.3f}"]
            + [neutral(cell) for cell in reasons]
        )
    return text.getvalue()


def neutral(cell: str) -> str:
    """The cell so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA_STARTS) else cell
