"""What is exported can be read back as a written transcript: same voices, same words."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.pipeline import written
from analyser.report import export
from tests.measures.made import session
from tests.report.made import analysis


def read_back(made, form):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"set.{form}"
        path.write_text(export(made, form), encoding="utf-8", newline="")
        return written.read(path)


def said_by(found):
    """Each voice's name with all that it says."""
    names = {speaker.id: speaker.name for speaker in found.speakers}
    texts: dict[str, list[str]] = {}
    for word in found.words:
        texts.setdefault(names[word.speaker], []).append(word.text)
    return texts


def told_by(made):
    names = {speaker.id: speaker.name for speaker in made.speakers}
    texts: dict[str, list[str]] = {}
    for utterance in made.utterances:
        if utterance.text.split():
            texts.setdefault(names[utterance.speaker], []).extend(utterance.text.split())
    return texts


@pytest.mark.parametrize("form", ["json", "vtt"])
def test_the_made_session_comes_back(form):
    assert said_by(read_back(analysis(), form)) == told_by(analysis())


def test_srt_comes_back_too():
    made = analysis(names=("Ruth", "Amir", "Jo"))
    assert set(said_by(read_back(made, "srt"))) == {"Ruth", "Amir", "Jo"}
    assert said_by(read_back(made, "srt"))["Ruth"] == told_by(made)["Ruth"]


def test_the_document_keeps_roles():
    roles = {s.name: s.role for s in read_back(analysis(), "json").speakers}
    assert roles == {"Ruth": "facilitator", "Amir & Co <x>": "presenter", "Jo -->": "member"}


# Styling such as {\an8} is taken out of subtitles on purpose.
letters = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="{\0")
texts = st.text(letters, max_size=30)
names = st.lists(
    st.text(letters, min_size=1, max_size=12).filter(
        lambda n: n.strip() == " ".join(n.split()) != ""
    ),
    min_size=3,
    max_size=3,
    unique_by=lambda n: " ".join(n.split()),
)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 3), texts), min_size=1, max_size=8),
    names,
    st.sampled_from(["json", "vtt"]),
)
def test_any_session_comes_back(said, called, form):
    made = session(
        *[(n * 3.0, n * 3.0 + 2, f"S{v}", "other", text) for n, (v, text) in enumerate(said)],
        names={f"S{n}": name.strip() for n, name in enumerate(called, start=1)},
        roles={f"S{n}": "member" for n in (1, 2, 3)},
    )
    if told_by(made):
        assert said_by(read_back(made, form)) == told_by(made)
