"""What every test may ask for: a data folder of its own, and engines that need no weights."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

from analyser.settings import Settings, load_settings

hypothesis.settings.register_profile("busy", deadline=None)  # how busy a machine is, is no fault
hypothesis.settings.load_profile("busy")

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "sample_sessions"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings that keep everything in the test's own folder."""
    return load_settings(data=tmp_path / "data")


@pytest.fixture
def analyser(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess]:
    """Runs the installed program with a data folder of its own and no model weights at all."""
    program = Path(sys.executable).with_name("analyser")
    environment = os.environ | {
        "ANALYSER_DATA": str(tmp_path / "data"),
        "ANALYSER_MODELS": str(tmp_path / "no-models"),
    }

    def run(*arguments: str, given: str = "") -> subprocess.CompletedProcess:
        return subprocess.run(
            [program, *arguments],
            input=given,
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=300,
            check=False,
        )

    return run


@pytest.fixture(autouse=True)
def own_settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the settings and sessions of the person who runs it."""
    monkeypatch.setenv("ANALYSER_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("ANALYSER_DATA", str(tmp_path / "data"))


@pytest.fixture(autouse=True)
def main_stays() -> Iterator[None]:
    """Streamlit's tests put a page in the place of the main module; a spawned process reads it."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What fails in a real browser on a busy machine has two more tries before it counts."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=2))
