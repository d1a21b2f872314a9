"""Small sessions made by hand, and many more made by hypothesis."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from analyser.domain import (
    ACTS,
    ROLES,
    Act,
    Analysis,
    Mark,
    Measure,
    Recording,
    Speaker,
    Turn,
    Utterance,
)

SHORT = {"open": "open_question", "closed": "closed_question"}


def session(*said, turns=None, roles=None, names=None, duration=None, confidence=0.9) -> Analysis:
    """An analysis from rows of (start, end, voice, act or act/form, text)."""
    rows = [(*row, "words")[:5] for row in said]
    utterances = tuple(
        Utterance(n=n, start=start, end=end, speaker=voice, text=text)
        for n, (start, end, voice, _act, text) in enumerate(rows)
    )
    acts = tuple(_act(n, row[3], confidence) for n, row in enumerate(rows))
    heard = [(row[0], row[1], row[2]) for row in rows] if turns is None else turns
    voices = dict.fromkeys([*(roles or {}), *(turn[2] for turn in heard), *(r[2] for r in rows)])
    latest = max([0.0, *(turn[1] for turn in heard), *(row[1] for row in rows)])
    return Analysis(
        recording=Recording(
            id="0" * 64, name="r", duration=latest if duration is None else duration
        ),
        engines={},
        speakers=tuple(
            Speaker(id=v, name=(names or {}).get(v, v), role=(roles or {}).get(v, "unnamed"))
            for v in voices
        ),
        words=(),
        turns=tuple(Turn(start=start, end=end, speaker=voice) for start, end, voice in heard),
        utterances=utterances,
        acts=acts,
    )


def _act(n: int, told: str, confidence: float) -> Act:
    act, _, form = told.partition("/")
    act = SHORT.get(act, act)
    if act == "advice":
        form = form or "direct"
    return Act(utterance=n, act=act, form=form or None, confidence=confidence, by="test")


def marked(analysis: Analysis, *rows) -> Analysis:
    """The same with rounds (start, end, "round", presenter) and stages (start, end, stage)."""
    marks = tuple(_mark(n, *row) for n, row in enumerate(rows))
    return replace(analysis, marks=tuple(sorted(marks, key=lambda m: (m.start, -m.end, m.id))))


def _mark(n: int, start: float, end: float, what: str, presenter: str | None = None) -> Mark:
    if what == "round":
        return Mark(id=f"m{n}", start=start, end=end, kind="round", presenter=presenter, by="me")
    return Mark(id=f"m{n}", start=start, end=end, kind="stage", stage=what, by="me")


def found(measures, name: str, subject: str = "set") -> Measure:
    """The one measure of this name and subject."""
    (measure,) = [m for m in measures if (m.name, m.subject) == (name, subject)]
    return measure


def value(measures, name: str, subject: str = "set"):
    """Its value."""
    return found(measures, name, subject).value


_times = st.integers(0, 240_000).map(lambda ms: ms / 1000)
_lengths = st.integers(50, 20_000).map(lambda ms: ms / 1000)
_voices = st.sampled_from(["A", "B", "C", "D"])
_stretches = st.tuples(_times, _lengths, _voices).map(lambda t: (t[0], round(t[0] + t[1], 3), t[2]))
_rows = st.tuples(
    _stretches,
    st.sampled_from([*ACTS, "advice/disguised"]),
    st.sampled_from(
        ["Mm.", "What would you do, Ann?", "So you said that it was not fair to them."]
    ),
)


@st.composite
def sessions(draw) -> Analysis:
    """Any session of up to four voices, with some roles, some sound and some text."""
    rows = sorted(draw(st.lists(_rows, max_size=30)), key=lambda row: row[0])
    heard = draw(st.lists(_stretches, max_size=30))
    roles = draw(st.dictionaries(_voices, st.sampled_from(ROLES), max_size=4))
    return session(
        *[(*stretch, act, text) for stretch, act, text in rows],
        turns=sorted(heard),
        roles=roles,
        names={"A": "Ann", "B": "Voice 2"},
        duration=300.0,
    )
