"""The command line through its real entry point, in a process of its own."""

import json
import re
import socket
import time
import wave
from pathlib import Path

import numpy as np
import pytest

VTT = """WEBVTT

00:00:00.500 --> 00:00:03.000
<v Ruth>Who would like to go first?</v>

00:00:03.400 --> 00:00:08.000
<v Amir>I will. It is about a rota that nobody wants to own.</v>

00:00:08.500 --> 00:00:10.500
<v Ruth>What have you tried so far?</v>

00:00:11.000 --> 00:00:13.000
<v Amir>I asked everybody twice.</v>

00:00:13.500 --> 00:00:16.000
<v Jo>Why don't you just put it on the wall?</v>
"""


@pytest.fixture
def recording(tmp_path) -> Path:
    """Seventeen seconds of a quiet tone."""
    path = tmp_path / "set.wav"
    tone = 2000 * np.sin(np.arange(17 * 16_000) * 0.05)
    with wave.open(str(path), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(16_000)
        wav.writeframes(tone.astype("<i2").tobytes())
    return path


@pytest.fixture
def transcript(tmp_path) -> Path:
    path = tmp_path / "set.vtt"
    path.write_text(VTT, encoding="utf-8")
    return path


def test_help_answers_in_half_a_second(analyser):
    def seconds() -> float:
        start = time.perf_counter()
        assert analyser("--help").returncode == 0
        return time.perf_counter() - start

    assert min(seconds() for _ in range(4)) < 0.5


def test_a_port_that_is_taken_is_told_before_anything_is_fetched(analyser):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = analyser("start", "--port", port)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"Port {port} is in use already.\n")


def test_a_written_transcript_needs_no_weights(analyser, recording, transcript, tmp_path):
    document = tmp_path / "out.json"
    done = analyser(
        *("analyse", str(recording), "--transcript", str(transcript)),
        *("--name", "Rota", "--json", str(document)),
    )
    assert done.returncode == 0, done.stderr
    assert "Rota" in done.stdout
    analysis = json.loads(document.read_text())
    assert [s["name"] for s in analysis["speakers"]] == ["Ruth", "Amir", "Jo"]
    acts = {u["text"]: (u["act"], u["form"]) for u in analysis["utterances"]}
    assert acts["What have you tried so far?"] == ("open_question", None)
    assert acts["Why don't you just put it on the wall?"] == ("advice", "disguised")


def test_with_the_document_on_standard_output_nothing_else_is_there(
    analyser, recording, transcript
):
    done = analyser("analyse", str(recording), "--transcript", str(transcript), "--json", "-")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["schema"] == 1
    assert "(session " in done.stderr
    assert "Ruth" in done.stderr


@pytest.mark.parametrize("place", [".", "set.vtt/out.json", "/proc/out.json", "n" * 300])
def test_a_document_that_could_not_be_written_is_refused_before_anything_runs(
    analyser, recording, transcript, place
):
    done = analyser("analyse", str(recording), "--transcript", str(transcript), "--json", place)
    assert done.returncode == 1
    assert f"'{place}' cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert "no sessions" in analyser("sessions").stdout


@pytest.fixture
def session(analyser, recording, tmp_path) -> str:
    """The id of a session with three named voices."""
    text, target = tmp_path / "set.vtt", tmp_path / "set.json"
    text.write_text(VTT)
    done = analyser("analyse", str(recording), "--transcript", str(text), "--json", str(target))
    return re.search(r"\(session (\w+)\)", done.stdout)[1]


def speakers(analyser, session) -> list[str]:
    document = json.loads(analyser("export", session).stdout)
    names = {speaker["id"]: speaker["name"] for speaker in document["speakers"]}
    return [names[utterance["speaker"]] for utterance in document["utterances"]]


def test_voices_are_put_right_and_each_change_is_taken_back(analyser, session):
    before = speakers(analyser, session)
    changes = [
        ("voices", "name", session, "ruth", "--name", "Ruthie", "--role", "facilitator"),
        ("voices", "move", session, "0:03", "8.2", "Jo", "--from", "Amir"),
        ("voices", "move", session, "0:00:11", "13.2", "new"),
        ("voices", "merge", session, "Ruthie", "Jo"),
        ("voices", "turn", session, "0:12", "new"),
        ("voices", "same", session, "0:02", "0:12"),
    ]
    for change in changes:
        assert analyser(*change).returncode == 0
    after = speakers(analyser, session)
    assert after != before
    assert after[0] == after[-1] == "Ruthie"
    for _ in changes:
        done = analyser("undo", session)
        assert done.stdout.startswith("Taken back: ")
    assert speakers(analyser, session) == before
    assert "Nothing was changed" in analyser("undo", session).stderr


def test_a_label_is_put_right(analyser, session):
    done = analyser("label", session, "0", "advice", "--form", "disguised")
    assert done.returncode == 0, done.stderr
    first = json.loads(analyser("export", session).stdout)["utterances"][0]
    assert (first["act"], first["form"]) == ("advice", "disguised")


def test_what_was_said_is_put_right(analyser, session):
    changes = [
        ("edit", "text", session, "5", "You should put it on the wall. Why not?"),
        ("edit", "split", session, "5", "8"),
        ("edit", "invite", session, "5", "yes"),
        ("edit", "join", session, "5", "6"),
        ("edit", "remove", session, "0"),
        ("edit", "bounds", session, "5", "--end", "0:15.9"),
    ]
    for change in changes:
        done = analyser(*change)
        assert done.returncode == 0, done.stderr
    assert "5  0:14-0:16  Jo: You should put it on the wall. Why not?" in done.stdout
    said = json.loads(analyser("export", session).stdout)["utterances"]
    assert [spoken["n"] for spoken in said] == [1, 2, 3, 4, 5]
    assert said[-1]["end"] == 15.9
    assert analyser("undo", session).stdout.startswith("Taken back: when it was said.")


def test_raters_are_compared(analyser, session, tmp_path):
    alone = analyser("agree", session)
    assert alone.returncode == 1
    assert "'me' has labelled nothing" in alone.stderr
    analyser("label", session, "0", "advice")
    done = analyser("agree", session[:5])
    assert done.returncode == 0, done.stderr
    assert "me and machine, on 1 of 6 utterances" in done.stdout
    assert "Agreement: 0 %; kappa: cannot tell" in done.stdout
    assert "only what both labelled is compared" in done.stderr
    assert "Differences" in done.stdout
    assert "Who would like to go first?" in done.stdout
    second = tmp_path / "second.jsonl"
    second.write_text("".join(f'{{"n": {n}, "act": "advice"}}\n' for n in range(6)))
    assert "me and second.jsonl" in analyser("agree", session, "--other", str(second)).stdout
    models = analyser("agree", session, "--by", "machine", "--other", str(second))
    assert "on 6 of 6 utterances" in models.stdout
    assert models.stderr == ""


def test_sessions_are_labelled_again(analyser, session):
    analyser("label", session, "0", "advice")
    one = analyser("relabel", session)
    assert one.returncode == 0, one.stderr
    assert "every label is by " in one.stdout
    assert analyser("relabel", "--all").stdout == one.stdout
    shown = analyser("show", session).stdout
    assert re.search(r"Labels: 5 by .+, 1 by you\.", shown)
    for unclear in ((), (session, "--all")):
        assert "not clear what to label" in analyser("relabel", *unclear).stderr


def test_labels_to_look_at_are_shown_until_a_person_has_judged_them(analyser, session):
    table = analyser("show", session).stdout.partition("Please look at these")[2]
    rows = re.findall(r"^│ +(\d+) +│.*│ +(\w+)", table, flags=re.MULTILINE)
    document = json.loads(analyser("export", session).stdout)
    assert [int(n) for n, _voice in rows] == document["please_look"]
    for n in document["please_look"]:
        act = document["utterances"][n]["act"]
        assert analyser("label", session, str(n), act).returncode == 0
    assert "Please look" not in analyser("show", session).stdout
    assert json.loads(analyser("export", session).stdout)["please_look"] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("voices", "merge", "Ruth", "Nobody"), "no voice called 'Nobody'"),
        (("voices", "move", "soon", "8", "Jo"), "'soon' is no time"),
        (("voices", "move", "1:2:3:4", "8", "Jo"), "is no time"),
        (("voices", "name", "Ruth", "--role", "boss"), "no role 'boss'"),
        (("voices", "same", "0:01", "0:02"), "the same voice"),
        (("voices", "turn", "0:16.5", "Jo"), "Nobody speaks"),
        (("label", "0", "joke"), "no act 'joke'"),
        (("edit", "text", "0", " "), "needs words"),
        (("edit", "bounds", "0"), "Nothing was said about when"),
        (("edit", "split", "0", "1"), "needs at least one"),
        (("edit", "join", "0", "1"), "Two people say these"),
        (("edit", "invite", "0", "maybe"), "'maybe' is no answer"),
        (("edit", "remove", "99"), "no utterance 99"),
    ],
)
def test_a_change_that_cannot_be_is_refused_in_words(analyser, session, arguments, words):
    at = 2 if arguments[0] in {"voices", "edit"} else 1
    done = analyser(*arguments[:at], session, *arguments[at:])
    assert done.returncode == 1
    assert words in done.stderr


def test_a_recording_may_be_named_by_an_address(analyser, recording, tmp_path):
    text = tmp_path / "set.vtt"
    text.write_text(VTT)
    done = analyser("analyse", recording.as_uri(), "--transcript", str(text))
    assert done.returncode == 0, done.stderr
    assert "set" in analyser("sessions").stdout
    gone = analyser("analyse", "file:///nowhere/at/all.wav")
    assert gone.returncode == 1
    assert "nothing lies there" in gone.stderr


def test_brackets_in_a_name_are_printed_as_they_were_typed(analyser, recording, tmp_path):
    text = tmp_path / "set.vtt"
    text.write_text(VTT.replace("Ruth", "Ruth [bold] :smile:"))
    done = analyser("analyse", str(recording), "--transcript", str(text), "--name", "A [red] day")
    assert "Ruth [bold] :smile:" in done.stdout
    assert "A [red] day" in analyser("sessions").stdout


def test_a_session_is_listed_shown_exported_and_forgotten(analyser, recording, transcript):
    analyser("analyse", str(recording), "--transcript", str(transcript), "--name", "Rota")
    listed = analyser("sessions").stdout
    session = next(w for line in listed.splitlines() if "Rota" in line for w in line.split()[1:2])
    shown = analyser("show", session[:4]).stdout
    assert "Ruth" in shown
    assert "Words and voices from a transcript, labels by a trained model." in shown
    assert json.loads(analyser("export", session).stdout)["schema"] == 1
    assert "<v Amir>" in analyser("export", session, "--format", "vtt").stdout
    assert analyser("export", session, "--format", "rttm").stdout.startswith("SPEAKER ")
    assert "advice" in analyser("export", session, "--format", "csv").stdout
    assert analyser("forget", session, "--yes").returncode == 0
    assert "no sessions" in analyser("sessions").stdout


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "empty"), (b"Dear all, here are the minutes." * 50, "not"), (b"\x00" * 5000, "not")],
)
def test_what_is_no_recording_gets_one_clear_sentence(
    analyser, tmp_path, transcript, content, words
):
    path = tmp_path / "set.mp3"
    path.write_bytes(content)
    done = analyser("analyse", str(path), "--transcript", str(transcript))
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert "no sessions" in analyser("sessions").stdout


def test_missing_weights_are_told_with_the_command_that_mends_it(analyser, recording):
    done = analyser("analyse", str(recording))
    assert done.returncode == 1
    assert "analyser models pull" in done.stderr
    assert "Traceback" not in done.stderr


def test_verifying_ends_well_only_if_all_is_well(analyser):
    done = analyser("models", "verify")
    assert done.returncode == 1
    assert "missing  whisper-base/model.bin" in done.stdout
    assert "model.bin of the model whisper-base is missing" in done.stderr
    assert "Run: analyser models pull" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("analyse", "nowhere.mp3", "--transcript", "set.vtt"), "nowhere.mp3"),
        (("show", "zzzz"), "zzzz"),
        (("export", "zzzz"), "zzzz"),
    ],
)
def test_what_is_not_there_is_named(analyser, transcript, arguments, words):
    assert transcript.exists()
    done = analyser(*arguments)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_export_form_lists_the_known_ones(analyser, recording, transcript):
    analyser("analyse", str(recording), "--transcript", str(transcript), "--name", "Rota")
    session = analyser("sessions").stdout.splitlines()[-2].split()[1]
    done = analyser("export", session, "--format", "docx")
    assert done.returncode == 1
    assert "json, xlsx, csv, parquet, vtt, srt, rttm" in done.stderr


def test_lines_are_labelled_in_order(analyser):
    texts = ["What matters most to you here?", "Have you tried talking to her?", "Mm."]
    lines = "".join(json.dumps({"text": text, "speaker": "A"}) + "\n" for text in texts)
    done = analyser("classify", given=lines)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["act"] for row in rows] == ["open_question", "advice", "other"]
    assert [row["form"] for row in rows] == [None, "disguised", None]
    assert all(set(row) == {"act", "form", "confidence", "cue"} for row in rows)


@pytest.mark.parametrize(
    "line",
    [
        *("{", "[1]", '{"speaker": "A"}', '{"text": 3}'),
        pytest.param("[" * 100_000, id="deep"),
        pytest.param('{"start": ' + "9" * 5000 + "}", id="long number"),
        pytest.param('{"text": "\\ud800"}', id="half a character"),
        pytest.param('{"text": "caf\udce9"}', id="latin 1"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_by_its_number(analyser, line):
    done = analyser("classify", given='{"text": "Mm."}\n\n' + line + "\n")
    assert done.returncode == 1
    assert "ine 3" in done.stderr
    assert "Traceback" not in done.stderr
