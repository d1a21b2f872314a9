"""The JSON document and its published schema."""

import copy
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from analyser.domain import Mark, Session
from analyser.measures import DEFINITIONS, measure
from analyser.report import document, export, json_of
from tests.conftest import ROOT
from tests.measures.made import session, sessions
from tests.report.made import analysis

SCHEMA = json.loads((ROOT / "docs/schema/analysis-1.schema.json").read_text(encoding="utf-8"))


def closed(schema):
    """The schema with no room for names that it does not declare."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {key: closed(part) for key, part in schema.items()}
    if parts.get("type") == "object" and "properties" in parts:
        parts["additionalProperties"] = False
    return parts


VALIDATOR = Draft202012Validator(SCHEMA)
CLOSED = Draft202012Validator(closed(SCHEMA))


@pytest.fixture
def made():
    return document(analysis(), measure(analysis()))


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


def test_a_document_keeps_to_its_schema_and_nothing_is_left_out_of_it(made):
    assert list(CLOSED.iter_errors(made)) == []
    assert VALIDATOR.is_valid(json.loads(json_of(made)))


@settings(max_examples=40, deadline=None)
@given(sessions())
def test_every_document_keeps_to_the_schema(found):
    made = json.loads(json_of(document(found, measure(found))))
    assert [error.message for error in CLOSED.iter_errors(made)] == []


def test_a_stored_session_with_marks_keeps_to_it_too():
    marks = (
        Mark(id="r1", kind="round", start=0.0, end=60.0, presenter="S2", by="me"),
        Mark(id="s1", kind="stage", start=0.0, end=30.0, stage="check_in", by="me"),
    )
    found = replace(analysis(), marks=marks)
    stored = Session(
        id="ab12", name="Set", created="2026-03-04", recording=found.recording, held="2026-03-03"
    )
    made = document(found, measure(found), session=stored)
    assert [error.message for error in CLOSED.iter_errors(made)] == []
    assert made["session"]["held"] == "2026-03-03"
    assert [mark["stage"] for mark in made["marks"]] == [None, "check_in"]


def test_an_empty_session_keeps_to_it_too():
    assert CLOSED.is_valid(document(session(), measure(session())))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), 2),
        (("recording", "id"), "short"),
        (("recording", "duration"), -1),
        (("speakers", 0, "role"), "chair"),
        (("speakers", 0, "share"), 1.1),
        (("words", 0, "confidence"), 2),
        (("words", 0, "start"), "0:01"),
        (("utterances", 0, "act"), "question"),
        (("utterances", 0, "form"), "direct"),
        (("utterances", 0, "n"), 0.5),
        (("turns", 0, "speaker"), None),
        (("measures", 0, "evidence"), None),
        (("warnings", 0, "code"), "Not A Code"),
    ],
)
def test_the_schema_refuses_what_is_wrong(made, path, value):
    wrong = copy.deepcopy(made)
    place = wrong
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert not VALIDATOR.is_valid(wrong)


@pytest.mark.parametrize("name", SCHEMA["required"])
def test_the_schema_refuses_what_is_missing(made, name):
    del made[name]
    assert not VALIDATOR.is_valid(made)


def test_a_name_that_is_added_later_is_allowed(made):
    made["rounds"] = []
    assert VALIDATOR.is_valid(made)


def test_the_names_of_the_document(made):
    assert made["schema"] == 1
    assert made["recording"] == {"id": "ab" * 32, "name": "My set, part 1", "duration": 3700.0}
    assert made["turns"][0] == {"start": 0.5, "end": 3.0, "speaker": "S1", "confidence": 1.0}
    assert made["words"][1] == {
        "start": 0.8,
        "end": 1.0,
        "text": "would",
        "confidence": 0.5,
        "speaker": None,
    }
    assert {key: made["utterances"][3][key] for key in ("n", "act", "form", "cue")} == {
        "n": 3,
        "act": "advice",
        "form": "disguised",
        "cue": "Why ",
    }
    ruth = made["speakers"][0]
    assert (ruth["id"], ruth["name"], ruth["role"], ruth["airtime"]) == (
        "S1",
        "Ruth",
        "facilitator",
        4.5,
    )
    assert sum(speaker["share"] for speaker in made["speakers"]) == pytest.approx(1, abs=1e-5)


def test_all_figures_are_there_with_their_evidence(made):
    assert {m["name"] for m in made["measures"]} == set(DEFINITIONS)
    (advice,) = [m for m in made["measures"] if (m["name"], m["subject"]) == ("advice", "S3")]
    assert advice["value"] == 2
    assert advice["evidence"][0] == {"start": 65.0, "end": 67.0, "utterance": 3}


def test_warnings_of_the_engines_and_of_the_figures_are_both_told(made):
    codes = [warning["code"] for warning in made["warnings"]]
    assert codes[0] == "level_low"
    assert "voices_short" in codes


def test_what_is_not_a_number_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        json_of({"value": float("nan")})


def test_export_gives_the_document_as_text():
    assert json.loads(export(analysis(), "json"))["utterances"][1]["text"].startswith("=1+1")
