"""Settings and about: what is kept, what it takes, what is set, and no secret among it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from analyser import workflow
from analyser.dashboard import about
from analyser.settings import Settings
from analyser.workflow import DiskUse
from tests.conftest import ROOT
from tests.dashboard import made


def open_about() -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app._page_hash = calc_hash("about")  # noqa: SLF001 - its own way knows only pages that are files
    return app.run()


def texts(app: AppTest) -> str:
    parts = (*app.title, *app.header, *app.markdown, *app.caption)
    told = "\n".join(str(part.value) for part in parts)
    return (told + "".join(part.proto.body for part in app.get("html"))).replace("\\", "")


def cells(app: AppTest) -> str:
    return "\n".join(frame.value.to_string() for frame in app.dataframe)


def test_the_page_says_what_is_kept_and_that_nothing_leaves(settings):
    made.stored(settings, name="Set of 3 March", duration=60)
    app = open_about()
    assert not app.exception
    told = texts(app)
    assert "1 session and 1.9 MB of sound are kept on this machine, and nothing leaves it." in told
    assert "Sound is kept until its session is forgotten." in told
    assert "A test in a real browser watches every page" in told
    assert "Set of 3 March" in cells(app)
    assert "keep_sound_days" in cells(app)
    assert "Whisper base" in cells(app)
    assert "streamlit" in cells(app)


def test_days_that_are_set_are_told(monkeypatch):
    monkeypatch.setenv("ANALYSER_KEEP_SOUND_DAYS", "90")
    assert "Sound is removed 90 days after its analysis." in texts(open_about())


def test_the_invented_cohort_comes_with_one_click(settings):
    app = open_about()
    next(b for b in app.button if b.label == "Add the invented cohort").click().run(timeout=120)
    assert not app.exception
    assert workflow.sample_cohort(settings=settings) == "added"
    assert "Remove the invented cohort" in [button.label for button in app.button]


def test_every_setting_is_listed_and_no_address_is_shown():
    secret = Settings(database="postgresql://me:secret@server/practice", recordings="s3://b/c")
    rows = {row["Setting"]: row for row in about.setting_rows(secret)}
    assert list(rows) == list(Settings.model_fields)
    assert all(row["Meaning"] for row in rows.values())
    assert rows["database"]["Now"] == rows["recordings"]["Now"] == "set"
    assert rows["jobs_database"]["Now"] == "not set"
    assert rows["hotwords"]["Now"] == "none"
    told = str([*rows.values(), *about.place_rows(secret)])
    assert "secret" not in told
    assert "s3://" not in told


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1 kB"), (3_900_000, "3.9 MB"), (2.5e9, "2.5 GB"),
     (7e12, "7.0 TB")],
)  # fmt: skip
def test_room_is_told_in_units_for_people(count, told):
    assert about.size_told(count) == told


def test_room_is_told_in_parts_and_together():
    use = DiskUse(sessions=(), sound=2_000_000, database=500_000, models=1_000_000_000)
    assert about.room_rows(use)[-1] == {"What": "Together", "Room": "1.0 GB"}


def test_every_part_tells_its_licence():
    rows = about.part_rows()
    assert len(rows) > 25
    assert [row["Part"] for row in rows if row["Licence"] == "not told by the package"] == []
    assert {"streamlit", "pyannote-audio", "wavesurfer.js"} <= {row["Part"].lower() for row in rows}


def test_one_day_is_one_day():
    assert "1 day after" in about.retention_told(1)
