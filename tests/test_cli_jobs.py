"""The queue from the command line, through its real entry point: what waits, what runs, a stop."""

from __future__ import annotations

import json
import time

from analyser import jobs, workflow
from tests.jobs_helpers import (
    ended,
    half_done,
    submitted,
    until,
    worker,
    worker_kept_away,
)
from tests.people_helpers import as_person


def plain(text: str) -> str:
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").replace("│", " ").split())


def test_where_nothing_was_asked_for_that_is_said(analyser):
    done = analyser("jobs")
    assert (done.returncode, done.stdout) == (0, "No analysis waits or runs.\n")
    assert json.loads(analyser("jobs", "--json").stdout) == []


def test_what_runs_and_what_waits_is_listed_in_words(analyser, settings):
    first, second, third = submitted(settings, "held", "two", "three")
    with worker(settings):
        until(lambda job: job.step == 0.2, settings=settings, job=first)
        told = plain(analyser("jobs").stdout)
        known = json.loads(analyser("jobs", "--json").stdout)
    assert f"{first[:8]} held Writing down what was said: 20 % 14 %" in told
    assert f"{second[:8]} two Waiting for its turn · 1 before it" in told
    assert f"{third[:8]} three Waiting for its turn · 2 before it" in told
    assert [(job["id"], job["state"]) for job in known] == [
        (third, "queued"), (second, "queued"), (first, "running"),
    ]  # fmt: skip
    assert (known[2]["stage"], known[2]["step"]) == ("transcribe", 0.2)


def test_a_job_is_stopped_by_the_first_letters_of_its_id_and_only_once(analyser, settings):
    one, two = submitted(settings, "one", "two")
    with worker_kept_away(settings):
        stopped = analyser("jobs", "cancel", one[:6])
        again = analyser("jobs", "cancel", one)
        told = plain(analyser("jobs").stdout)
    assert stopped.returncode == 0, stopped.stderr
    assert stopped.stdout == "Stopping 'one'. What is finished is kept for the next time.\n"
    assert jobs.job(one, settings=settings).state == "cancelled"
    assert again.returncode == 1
    assert again.stderr.startswith("The analysis of 'one' has ended already.\n")
    assert f"{one[:8]} one Stopped" in told
    assert f"{two[:8]} two Waiting for its turn" in told


def test_a_running_job_stops_within_seconds(analyser, settings):
    (stuck,) = submitted(settings, "endless")
    beat = settings.data / "beat"
    with worker(settings):
        until(lambda _job: beat.exists(), settings=settings, job=stuck)
        assert analyser("jobs", "cancel", stuck[:8]).returncode == 0
        cancelled = time.time()
        until(lambda _job: half_done(settings) == [], settings=settings, job=stuck)
    assert beat.stat().st_mtime - cancelled < 5.0


def test_letters_that_begin_no_job_or_several_are_refused_in_words(analyser, settings):
    known = submitted(settings, *(f"set-{n}" for n in range(17)))  # of 17, two begin alike
    common = next(j[0] for j in known if sum(other[0] == j[0] for other in known) > 1)
    with worker_kept_away(settings):
        for asked, said in (("xyz", "no job 'xyz'"), ("", "no job ''"), (common, "more than one")):
            refused = analyser("jobs", "cancel", asked)
            assert refused.returncode == 1
            assert said in refused.stderr
    assert {job.state for job in jobs.jobs(settings=settings)} == {"queued"}


def test_who_looks_sees_and_stops_what_they_asked_for_and_nothing_else(analyser, settings):
    ana, ben = (workflow.add_person(n, ["trainee"], "", settings=settings) for n in ("Ana", "Ben"))
    (hers,) = submitted(as_person(settings, ana.id), "hers")
    with worker_kept_away(settings):
        told = {who: analyser("--as", who, "jobs").stdout for who in (ana.id, ben.id, "me")}
        refused = analyser("--as", ben.id, "jobs", "cancel", hers)
        mistyped = analyser("--as", "nobody", "jobs")
        assert jobs.job(hers, settings=settings).state == "queued"
        done = analyser("--as", ana.id, "jobs", "cancel", hers)
    assert hers[:8] in told[ana.id]
    assert hers[:8] in told["me"]
    assert told[ben.id] == "No analysis waits or runs.\n"
    assert (refused.returncode, mistyped.returncode, done.returncode) == (1, 1, 0)
    assert f"There is no job '{hers}'" in refused.stderr


def test_what_came_to_an_end_is_told(analyser, settings):
    silent, after = submitted(settings, "silent", "two")
    with worker(settings):
        until(ended, settings=settings, job=after)
    told = plain(analyser("jobs").stdout)
    assert f"{silent[:8]} silent Could not be analysed" in told
    assert "silent: This recording has no sound. Choose another." in told
    assert after[:8] not in told
    assert told.endswith("Done: 1. What came of it: analyser sessions")
