"""The whole path on the sample set, with the real engines and no way out of the machine."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, SAMPLES

pytestmark = pytest.mark.slow

SAMPLE = SAMPLES / "handover-at-the-hospice"
RECORDING = next(SAMPLE.glob("audio.*"))


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("whole")


def run(place: Path, *arguments: str) -> subprocess.CompletedProcess:
    """The command line with sockets forbidden."""
    return subprocess.run(
        [sys.executable, ROOT / "tests" / "offline.py", *arguments],
        env=os.environ | {"ANALYSER_DATA": str(place / "data")},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )


@pytest.fixture(scope="module")
def done(place) -> subprocess.CompletedProcess:
    """The sample set, analysed by the real engines."""
    target = place / "sample.json"
    return run(place, "analyse", str(RECORDING), "--name", "Sample", "--json", str(target))


@pytest.fixture(scope="module")
def document(done, place) -> dict:
    """The JSON document of the sample set."""
    assert done.returncode == 0, done.stderr
    return json.loads((place / "sample.json").read_text())


def test_the_whole_analysis_opens_no_connection(document):
    assert document["utterances"]


def test_the_engines_are_the_real_ones(document):
    assert "whisper" in document["engines"]["transcribe"]
    assert "pyannote" in document["engines"]["diarise"]


def test_memory_stays_bounded(document, done):
    assert document["recording"]["duration"] > 600
    peak_kib = int(done.stderr.split()[-1])
    assert peak_kib < 3 * 1024 * 1024


def test_the_second_run_works_nothing_out_again(document, place):
    before = {p: p.stat().st_mtime_ns for p in (place / "data" / "recordings").rglob("*.json")}
    target = place / "again.json"
    done = run(place, "analyse", str(RECORDING), "--name", "Sample", "--json", str(target))
    assert done.returncode == 0, done.stderr
    after = {p: p.stat().st_mtime_ns for p in (place / "data" / "recordings").rglob("*.json")}
    assert before == after
    assert json.loads(target.read_text())["utterances"] == document["utterances"]


def test_figures_rest_on_evidence(document):
    by_n = {utterance["n"]: utterance for utterance in document["utterances"]}
    advice = [m for m in document["measures"] if m["name"] == "advice" and m["subject"] == "set"]
    acts = {by_n[e["utterance"]]["act"] for e in advice[0]["evidence"]}
    assert acts == {"advice"}
    assert advice[0]["value"] == len(advice[0]["evidence"])
