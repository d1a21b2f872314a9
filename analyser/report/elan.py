"""The session for ELAN: what each voice said and did, rounds and stages, as tiers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from analyser.domain import Analysis
from analyser.report.stretches import Labelled, acts_of, marked, spoken_by, tiers


def eaf_of(analysis: Analysis) -> str:
    """ELAN's annotation format (EAF): a tier for each voice, ``act@NAME`` with what it does.

    The tiers ``rounds`` and ``stages`` are there where a person marked any.
    """
    from pympi import Eaf

    document = Eaf(author="facilitator practice analyser")
    document.remove_tier("default")
    for tier, rows in _tiers(analysis):
        document.add_tier(tier)
        for row in rows:
            document.add_annotation(tier, _ms(row.start), _ms(row.end), row.label)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "set.eaf"
        document.to_file(str(path))
        return path.read_text(encoding="utf-8")


def _tiers(analysis: Analysis) -> Iterable[tuple[str, Iterable[Labelled]]]:
    for voice, name in tiers(analysis).items():
        yield name, spoken_by(analysis, voice)
        yield f"act@{name}", acts_of(analysis, voice)
    for kind in ("round", "stage"):
        if rows := marked(analysis, kind):
            yield f"{kind}s", rows


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
