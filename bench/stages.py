"""How stages begin and go on: prints ``analyser/measures/stages.toml``, or how good proposals are.

usage: python bench/stages.py          the table, counted on what the classifier learns from
       python bench/stages.py judge    proposals against the truth, on each part of the corpus
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from analyser.domain import Act, Analysis, Mark, Recording, Speaker, Utterance, milliseconds
from analyser.measures import propose
from analyser.measures.common import said_in
from analyser.measures.stage_model import counted, seen_in
from analyser.pipeline.classify import classifier
from analyser.pipeline.encoder.codes import ACT_OF, FORM_OF
from analyser.settings import ROOT, Settings
from analyser.train.dialogues import Spoken, read_corpus

SECONDS_A_WORD, PAUSE_SECONDS = 0.4, 0.4
CLOSE = 2
"""A boundary is close that is no more than so many utterances off."""

CORPUS = read_corpus(ROOT / "corpus" / "dialogues")
SPLIT = tomllib.loads((ROOT / "corpus" / "split.toml").read_text(encoding="utf-8"))
TRAIN = [name for name in CORPUS if name not in {*SPLIT["test"], *SPLIT["dev"]}]
PARTS = {"train": TRAIN, "dev": SPLIT["dev"], "test": SPLIT["test"]}


def session(rows: Sequence[Spoken], *, roles: bool = True) -> Analysis:
    """A dialogue as an analysis, spoken at an even pace; its roles are those of the first round."""
    start, spoken = 0.0, []
    for n, row in enumerate(rows):
        end = milliseconds(start + SECONDS_A_WORD * len(row.text.split()))
        spoken.append(Utterance(n=n, start=start, end=end, speaker=row.speaker, text=row.text))
        start = milliseconds(end + PAUSE_SECONDS)
    first = {row.speaker: row.role for row in reversed(rows)}
    return Analysis(
        recording=Recording(id="0" * 64, name=rows[0].dialogue, duration=start),
        engines={},
        speakers=tuple(
            Speaker(id=voice, name=voice, role=role if roles else "unnamed")
            for voice, role in first.items()
        ),
        words=(),
        turns=(),
        utterances=tuple(spoken),
        acts=tuple(
            Act(utterance=n, act=ACT_OF[r.code], form=FORM_OF.get(r.code), confidence=1.0, by="me")
            for n, r in enumerate(rows)
        ),
    )


def table() -> dict[str, object]:
    """What ``stages.toml`` holds."""
    return counted(
        (seen_in(said_in(session(rows))), [row.stage for row in rows], _begins(rows))
        for rows in (CORPUS[name] for name in TRAIN)
    )


def judged(names: Iterable[str], change: Callable[[Analysis], Analysis], *, roles: bool) -> str:
    """How far the proposals are the truth: by utterance, by boundary, by round."""
    count: Counter[str] = Counter()
    for name in names:
        rows = CORPUS[name]
        analysis = change(session(rows, roles=roles))
        marks = propose(analysis)
        count.update(_by_utterance(rows, analysis, marks))
        count.update(_by_boundary(rows, analysis, marks))
        count.update(_by_round(rows, marks))
    return (
        f"{count['right'] / count['all']:.3f} of {count['all']} utterances;"
        f" boundaries: {count['proposed']} proposed, {count['true']} true,"
        f" {count['exact']} exact, {count['close']} within {CLOSE} utterances;"
        f" rounds: {count['rounds']} proposed, {count['true_rounds']} true,"
        f" {count['presenters']} with the right presenter"
    )


def labelled(analysis: Analysis) -> Analysis:
    """The same with the acts that the trained classifier gives it."""
    roles = {speaker.id: speaker.role for speaker in analysis.speakers}
    return replace(analysis, acts=classifier(Settings()).classify(analysis.utterances, roles))


def bare(analysis: Analysis) -> Analysis:
    """The same without punctuation and capitals, labelled by the trained classifier."""
    from analyser.pipeline.punctuation import unmarked

    texts = (replace(u, text=unmarked(u.text)) for u in analysis.utterances)
    return labelled(replace(analysis, utterances=tuple(texts)))


def _begins(rows: Sequence[Spoken]) -> list[bool]:
    return [not n or row.stage != rows[n - 1].stage for n, row in enumerate(rows)]


def _by_utterance(
    rows: Sequence[Spoken], analysis: Analysis, marks: Sequence[Mark]
) -> dict[str, int]:
    right = sum(
        any(m.stage == row.stage and m.start <= u.start < m.end for m in marks)
        for row, u in zip(rows, analysis.utterances, strict=True)
    )
    return {"right": right, "all": len(rows)}


def _by_boundary(
    rows: Sequence[Spoken], analysis: Analysis, marks: Sequence[Mark]
) -> dict[str, int]:
    place = {round(u.start, 3): u.n for u in analysis.utterances}
    proposed = {(place[m.start], m.stage) for m in marks if m.kind == "stage"} - {(0, "check_in")}
    true = {(n, rows[n].stage) for n, begins in enumerate(_begins(rows)) if n and begins}
    close = sum(any(abs(n - m) <= CLOSE and a == b for m, b in true) for n, a in proposed)
    exact = len(proposed & true)
    return {"proposed": len(proposed), "true": len(true), "exact": exact, "close": close}


def _by_round(rows: Sequence[Spoken], marks: Sequence[Mark]) -> dict[str, int]:
    presenters = [row.speaker for row in rows if row.role == "presenter"]
    true = list(dict.fromkeys(presenters))
    proposed = [mark.presenter for mark in marks if mark.kind == "round"]
    right = sum(a == b for a, b in zip(proposed, true, strict=False))
    return {"rounds": len(proposed), "true_rounds": len(true), "presenters": right}


HEAD = """# How often what is seen was seen where each stage begins and goes on, counted on what the
# classifier learns from too, by bench/stages.py. What a place in a list means, stage_model.py says.
"""


def written(rows: Mapping[str, Mapping[str, object]]) -> str:
    """The table as the text of its file."""
    parts = (
        f"[{name}]\n" + "".join(f"{key} = {_value(value)}\n" for key, value in row.items())
        for name, row in rows.items()
    )
    return "\n".join([HEAD, *parts])


def _value(value: object) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {count}' for key, count in value.items())} }}"
    return str(value)


def judge() -> None:
    """Prints how good proposals are."""
    for part, names in PARTS.items():
        print(f"{part}, true acts: {judged(names, lambda given: given, roles=True)}")
        print(f"{part}, trained classifier: {judged(names, labelled, roles=True)}")
        print(f"{part}, and nobody named: {judged(names, labelled, roles=False)}")
        print(f"{part}, and bare: {judged(names, bare, roles=False)}")


if __name__ == "__main__":
    if sys.argv[1:] == ["judge"]:
        judge()
    else:
        print(written(table()), end="")
