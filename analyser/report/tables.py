"""The utterances as a table: CSV for a spreadsheet, Parquet for a program."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pandas as pd

from analyser.domain import Analysis, Measure
from analyser.report import tidy
from analyser.report.texts import neutral

_PLACES = 3


def csv_of(analysis: Analysis, measures: Sequence[Measure], *, session: str = "") -> str:
    """One row for each utterance, as CSV (RFC 4180) with a header.

    A cell of text that a spreadsheet would run as a formula gets an apostrophe in front, since
    what was said in a recording must not be executed.
    """
    frame = neutralised(tidy.utterances(analysis, measures, session=session))
    return str(frame.to_csv(index=False, lineterminator="\r\n", float_format=f"%.{_PLACES}f"))


def parquet_of(analysis: Analysis, measures: Sequence[Measure], *, session: str = "") -> bytes:
    """The same table as Parquet: texts as they are, since no program runs them."""
    file = io.BytesIO()
    frame = tidy.utterances(analysis, measures, session=session)
    frame.to_parquet(file, engine="pyarrow", index=False)
    return file.getvalue()


def neutralised(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with no cell in it that a spreadsheet takes for a formula."""
    texts = [name for name in frame.columns if pd.api.types.is_string_dtype(frame[name])]
    return frame.assign(**{name: frame[name].map(neutral, na_action="ignore") for name in texts})
