"""Sessions as tidy tables, and a study of a cohort that is made of them."""

import subprocess
import sys
from datetime import date, timedelta

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient

import analyser
from analyser import workflow
from analyser.errors import StoreError
from analyser.store import ME, Store
from tests.conftest import ROOT
from tests.dashboard import made

NOTEBOOK = ROOT / "docs" / "cohort-study.ipynb"


@pytest.fixture
def session(settings):
    found = made.stored(settings)
    workflow.mark(found, kind="round", start=0.0, end=400.0, presenter="S2", settings=settings)
    workflow.mark(found, kind="stage", start=0.0, end=90.0, stage="check_in", settings=settings)
    workflow.describe_as(found, held="2026-03-03", online=True, settings=settings)
    return found


def cohort(settings, *, people, sessions):
    """A cohort whose later sessions hold more talk by the members."""
    for n in range(people):
        person = workflow.add_person(f"Trainee {n}", ["trainee"], settings=settings)
        for place in range(sessions):
            seed = 100 + 10 * n + place
            found = made.analysis(recording=f"{seed:064x}", seed=seed, duration=420.0)
            stored = Store.open(settings).visible_to(ME).save(found, name=f"Set {seed}")
            held = date(2026, 1, 10) + timedelta(days=30 * place + n)
            workflow.describe_as(
                stored.id, owner=person.id, held=held.isoformat(), settings=settings
            )


def test_a_session_is_a_set_of_tidy_tables(session):
    found = analyser.load(session)
    assert list(found.utterances["utterance_id"]) == [u.n for u in found.analysis.utterances]
    assert (found.utterances["end"] > found.utterances["start"]).all()
    assert set(found.words["speaker"]) == {"S1", "S2", "S3", "S4", "S5", "S6"}
    assert found.turns["start"].is_monotonic_increasing
    assert list(found.speakers["name"])[:2] == ["Maya", "Tom"]
    assert list(found.marks["kind"]) == ["round", "stage"]
    for table in (found.utterances, found.words, found.turns, found.measures, found.speakers):
        assert set(table["session_id"]) == {session}


def test_figures_can_be_worked_out_again_from_the_tables(session):
    found = analyser.load(session)
    lengths = found.turns.assign(seconds=found.turns["end"] - found.turns["start"])
    airtime = lengths.groupby("speaker")["seconds"].sum()
    told = found.measures[found.measures["measure"] == "airtime"].set_index("subject")["value"]
    pd.testing.assert_series_equal(
        airtime, told[airtime.index], check_names=False, check_index_type=False, atol=1e-6
    )
    labels = found.utterances["label"].value_counts()
    advice = found.measures.query("measure == 'advice' and subject == 'set'")["value"].item()
    assert labels["advice"] == advice


def test_a_correction_is_in_the_tables(session, settings):
    workflow.correct(session, 3, act="process", settings=settings)
    row = analyser.load(session).utterances.set_index("utterance_id").loc[3]
    assert (row["label"], row["by"], row["p_label"]) == ("process", ME, 1.0)


def test_what_follows_a_word_is_the_same_for_its_first_letters(session):
    assert analyser.load(session[:4]).session.id == session
    assert session in repr(analyser.load(session))


def test_a_session_that_is_not_there_is_told(settings):
    with pytest.raises(StoreError, match="no session"):
        analyser.load("zzzz", settings=settings)


def test_sessions_are_a_table_in_the_order_of_their_days(session, settings):
    other = made.stored(settings, seed=9, name="Earlier")
    workflow.describe_as(other, held="2026-01-01", settings=settings)
    found = analyser.sessions()
    assert list(found["session_id"]) == [other, session]
    assert list(found["held"]) == ["2026-01-01", "2026-03-03"]
    assert found["minutes"].tolist() == [13.0, 13.0]
    assert found["online"].isna().tolist() == [True, False]


def test_no_session_is_a_table_with_the_same_columns(settings):
    empty = analyser.sessions(settings=settings)
    assert len(empty) == 0
    assert list(empty.columns)[:3] == ["session_id", "name", "held"]


def test_the_package_has_no_other_name():
    with pytest.raises(AttributeError, match="no attribute 'lod'"):
        analyser.lod  # noqa: B018 - that is what is tried
    assert {"load", "sessions"} <= set(dir(analyser))


def test_bringing_the_package_in_brings_nothing_heavy_in():
    code = "import sys, analyser; print(sorted({m.partition('.')[0] for m in sys.modules}))"
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert [
        m for m in ("pandas", "numpy", "sqlalchemy", "torch", "altair") if f"'{m}'" in shown
    ] == []


def run(notebook):
    client = NotebookClient(notebook, timeout=300, kernel_name="python3")
    return client.execute(cwd=str(ROOT))


def shown(notebook):
    """All that the cells show, as text."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return "\n".join(
        [output.get("text", "") for output in outputs]
        + [str(output.get("data", {}).get("text/plain", "")) for output in outputs]
    )


def test_the_notebook_studies_a_cohort(settings):
    cohort(settings, people=6, sessions=3)
    found = shown(run(nbformat.read(NOTEBOOK, as_version=4)))
    assert "18 sessions of 6 people" in found
    assert "median" in found
    assert "a month" in found


def test_the_notebook_withholds_what_few_people_say(settings):
    cohort(settings, people=2, sessions=2)
    found = shown(run(nbformat.read(NOTEBOOK, as_version=4)))
    assert "withheld" in found
    assert "median" not in found


def test_the_notebook_is_kept_without_what_it_showed():
    kept = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(kept)
    assert [cell for cell in kept.cells if cell.get("outputs")] == []
    assert str(ROOT) not in NOTEBOOK.read_text(encoding="utf-8")
