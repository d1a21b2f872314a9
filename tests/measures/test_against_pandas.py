"""The main figures worked out once more, in pandas, from the written definitions alone.

Nothing of the measures' own helpers is used: a turn is joined, an interval is fitted and a share is
taken here anew, the slow and plain way.
"""

from __future__ import annotations

import math
import random
from functools import cache

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from analyser.measures import measure
from tests.measures.made import marked, session

ASKS = ["open_question", "closed_question"]
GIVES = [*ASKS, "advice", "reflection"]
ROLES = {"F": "facilitator", "P": "presenter", "M": "member", "N": "member", "O": "observer"}
LENGTH = 1800.0


@cache
def made(seed: int, rounds: bool):
    """Half an hour of invented talk, some of it overlapping, all of its labels certain."""
    draw = random.Random(seed)
    start, rows = 0.0, []
    acts = [*GIVES, "advice/disguised", "process", "other", "other", "other"]
    while start < LENGTH - 40:
        words = " ".join(["so"] * draw.choice([1, 3, 8, 30]))
        end = round(start + draw.choice([0.6, 2.0, 5.5, 12.0]), 3)
        rows.append((start, end, draw.choice("FPPMNO"), draw.choice(acts), words))
        start = max(0.0, round(end + draw.choice([-0.8, 0.1, 0.5, 1.2, 3.4, 70.0]), 3))
    rows.sort(key=lambda row: row[0])
    analysis = session(*rows, roles=ROLES, duration=LENGTH, confidence=1.0)
    return marked(analysis, *ROUNDS) if rounds else analysis


ROUNDS = (
    (100, 900, "round", "P"),
    (900, 1700, "round", "M"),
    (100, 300, "presenting"),
    (300, 900, "questions"),
    (900, 1000, "presenting"),
    (1000, 1500, "questions"),
    (1500, 1700, "reflection"),
)
SESSIONS = [(seed, rounds) for seed in range(4) for rounds in (False, True)]


def role_at(voice: str, time: float, rounds: bool) -> str:
    presenter = {True: "P", False: "M"}[time < 900] if rounds and 100 <= time < 1700 else "P"
    if voice == presenter:
        return "presenter"
    return "member" if voice == "P" else ROLES[voice]


def talk(analysis, rounds: bool) -> pd.DataFrame:
    """A row for each utterance."""
    rows = pd.DataFrame(
        {
            "start": [u.start for u in analysis.utterances],
            "end": [u.end for u in analysis.utterances],
            "voice": [u.speaker for u in analysis.utterances],
            "words": [len(u.text.split()) for u in analysis.utterances],
            "act": [a.act for a in analysis.acts],
            "form": [a.form for a in analysis.acts],
        }
    )
    rows["middle"] = (rows.start + rows.end) / 2
    rows["role"] = [role_at(r.voice, r.middle, rounds) for r in rows.itertuples()]
    rows["gives"] = rows.act.isin(GIVES) & (rows.role != "presenter")
    return rows


def sound(analysis, rounds: bool) -> pd.DataFrame:
    """A row for each turn: a voice's stretches less than 2 s apart with nobody else between."""
    raw = sorted((t.start, t.end, t.speaker) for t in analysis.turns if t.end > t.start)
    solid: list[list] = []
    for voice in sorted({row[2] for row in raw}):
        own: list[list] = []
        for start, end, _ in (row for row in raw if row[2] == voice):
            if own and start <= own[-1][1]:
                own[-1][1] = max(own[-1][1], end)
            else:
                own.append([start, end, voice])
        solid += own
    turns: list[dict] = []
    for voice in sorted({row[2] for row in solid}):
        others = [s for s in solid if s[2] != voice and round(s[1] - s[0], 3) >= 1.0]
        mine: list[dict] = []
        for start, end, _ in sorted(row for row in solid if row[2] == voice):
            last = mine[-1] if mine else None
            near = last is not None and round(start - last["end"], 3) < 2.0
            between = near and any(o[0] < start and o[1] > last["end"] for o in others)
            if near and not between:
                last["end"], last["sound"] = end, last["sound"] + end - start
            else:
                mine.append({"start": start, "end": end, "voice": voice, "sound": end - start})
        turns += mine
    found = pd.DataFrame(turns).sort_values("start", ignore_index=True)
    found["length"] = found.end - found.start
    middles = (found.start + found.end) / 2
    found["role"] = [role_at(v, m, rounds) for v, m in zip(found.voice, middles, strict=True)]
    return found


def subjects(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Which rows count for whom."""
    known = {voice: rows.voice == voice for voice in ROLES}
    known |= {f"role:{role}": rows.role == role for role in set(ROLES.values())}
    return known | {"set": pd.Series(data=True, index=rows.index)}


@pytest.fixture(params=SESSIONS, ids=str)
def case(request):
    analysis = made(*request.param)
    told = {(m.name, m.subject): m for m in measure(analysis)}
    rounds = request.param[1]
    return told, talk(analysis, rounds), sound(analysis, rounds), rounds


def agree(measured, value, low=None, high=None):
    if value is None or (isinstance(value, float) and math.isnan(value)):
        assert measured.value is None
        return
    assert measured.value == pytest.approx(value, abs=2e-3)
    if low is not None:
        assert (measured.low, measured.high) == pytest.approx((low, high), abs=2e-3)


def test_airtime_and_turns(case):
    told, _rows, turns, _rounds = case
    for subject, own in subjects(turns).items():
        agree(told["airtime", subject], turns[own].sound.sum())
        agree(told["turns", subject], own.sum())
        agree(told["longest_turn", subject], turns[own].length.max())
        agree(told["median_turn", subject], turns[own].length.median())
        if subject != "set":
            share = turns[own].sound.sum() / turns.sound.sum()
            agree(told["airtime_share", subject], share)


def test_silence_and_overlap(case):
    told, rows, _turns, _rounds = case
    grid = np.zeros(int(LENGTH * 1000), dtype=int)
    for _voice, own in rows.groupby("voice"):
        heard = np.zeros_like(grid)
        for row in own.itertuples():
            heard[round(row.start * 1000) : round(row.end * 1000)] = 1
        grid += heard
    agree(told["silence", "set"], (grid == 0).sum() / 1000)
    agree(told["silence_share", "set"], (grid == 0).mean())
    agree(told["overlap", "set"], (grid > 1).sum() / 1000)
    agree(told["overlap_share", "set"], (grid > 1).sum() / (grid > 0).sum())


def test_evenness(case):
    told, _rows, turns, rounds = case
    as_member = {"P": 800, "M": 1000, "N": LENGTH} if rounds else {"M": LENGTH, "N": LENGTH}
    spoke = turns[turns.role == "member"].groupby("voice").sound.sum()
    rates = pd.Series({v: spoke.get(v, 0.0) / seconds for v, seconds in as_member.items()})
    parts = (rates / rates.sum())[lambda part: part > 0]
    agree(told["evenness", "role:member"], -(parts * np.log(parts)).sum() / np.log(len(rates)))


def test_questions(case):
    told, rows, _turns, _rounds = case
    for subject, own in subjects(rows).items():
        mine = rows[own]
        asked = mine[mine.act.isin(ASKS)]
        opened = (mine.act == "open_question").sum()
        agree(told["open_questions", subject], opened)
        agree(told["closed_questions", subject], len(asked) - opened)
        agree(told["open_questions_per_10_min", subject], opened / (LENGTH / 600))
        agree(told["question_length", subject], asked.words.median())
        agree(told["long_questions", subject], (asked.words > 25).sum())
        reflected = (mine.act == "reflection").sum()
        agree(told["reflections", subject], reflected)
        ratio = reflected / len(asked) if len(asked) else None
        agree(told["reflections_to_questions", subject], ratio)
        if len(asked) >= 5:
            low, high = proportion_confint(opened, len(asked), method="wilson")
            agree(told["open_share", subject], opened / len(asked), low, high)
        else:
            agree(told["open_share", subject], None)


def test_advice(case):
    told, rows, _turns, _rounds = case
    for subject, own in subjects(rows).items():
        mine = rows[own]
        advice, given = mine[mine.act == "advice"], mine[mine.gives]
        agree(told["advice", subject], len(advice))
        agree(told["advice_seconds", subject], (advice.end - advice.start).sum())
        agree(told["disguised_advice", subject], (advice.form == "disguised").sum())
        agree(told["direct_advice", subject], (advice.form == "direct").sum())
        agree(told["first_advice_at", subject], advice.start.min() if len(advice) else None)
        agree(told["contributions", subject], len(given))
        if len(given):
            pieces = (given.act == "advice").sum()
            low, high = proportion_confint(pieces, len(given), method="wilson")
            agree(told["advice_share", subject], pieces / len(given), low, high)


def test_cascades_and_steering_back(case):
    told, rows, _turns, _rounds = case
    ends = rows.act.isin([*ASKS, "reflection"]).cumsum()
    runs = rows[rows.act == "advice"].groupby(ends)
    wide = sum(len(run) >= 3 and run.voice.nunique() >= 2 for _end, run in runs)
    agree(told["cascades", "set"], wide)
    advice = rows[rows.act == "advice"]
    until = advice.start.shift(-1).fillna(np.inf)
    moves = rows[(rows.role == "facilitator") & rows.act.isin(["process", "open_question"])]
    back = sum(
        ((moves.start > one.start) & (moves.start < end) & (moves.start - one.end <= 60)).any()
        for one, end in zip(advice.itertuples(), until, strict=True)
    )
    agree(told["steer_back", "set"], back / len(advice))


def test_waits_after_questions(case):
    told, rows, _turns, _rounds = case
    waits = []
    for n, row in rows[rows.act.isin(ASKS)].iterrows():
        others = rows.drop(index=n)
        next_ones = others[others.end > row.end].start
        if len(next_ones):
            waits.append((row.voice, row.role, max(0.0, round(next_ones.min() - row.end, 3))))
    known = pd.DataFrame(waits, columns=["voice", "role", "wait"])
    known = known[known.wait <= 60]
    known.loc[known.wait < 0.25, "wait"] = 0.0
    for subject, own in subjects(known).items():
        agree(told["wait_after_question", subject], known[own].wait.median())
        if own.any():
            agree(told["long_waits_after_question", subject], (known[own].wait >= 3).mean())


def looked_at(rows: pd.DataFrame, rounds: bool) -> pd.DataFrame:
    """The contributions among which advice may creep, with their round, time and third."""
    given = rows[rows.gives].copy()
    if not rounds:
        return given.assign(round=0, time=given.start, part=given.start / LENGTH)
    given = given[given.middle.between(300, 900, "left") | given.middle.between(1000, 1700, "left")]
    second = given.middle >= 900
    since = np.where(second, 1000, 300)
    passed = (given.start - since).clip(lower=0) / np.where(second, 700, 600)
    return given.assign(round=second, time=given.start - np.where(second, 900, 100), part=passed)


def firth(design: np.ndarray, outcome: np.ndarray) -> np.ndarray:
    """Newton's steps on the score that Firth modified (1993), written anew."""
    beta = np.zeros(design.shape[1])
    for _ in range(200):
        chance = 1 / (1 + np.exp(-design @ beta))
        weight = chance * (1 - chance)
        inverse = np.linalg.inv(design.T @ (design * weight[:, None]))
        hat = weight * np.einsum("ij,jk,ik->i", design, inverse, design)
        step = inverse @ design.T @ (outcome - chance + hat * (0.5 - chance))
        beta = beta + np.clip(step, -1, 1)
        if np.abs(step).max() < 1e-10:
            break
    return beta


def test_advice_creep(case):
    told, rows, _turns, rounds = case
    given = looked_at(rows, rounds)
    advice = (given.act == "advice").to_numpy(dtype=float)
    levels = pd.get_dummies(given["round"]).to_numpy(dtype=float)
    design = np.column_stack([levels, given.time / 600])
    agree(told["advice_creep", "set"], math.exp(firth(design, advice)[-1]))
    for name, inside in (("first", given.part < 1 / 3), ("last", given.part >= 2 / 3)):
        agree(told[f"advice_share_{name}_third", "set"], (given[inside].act == "advice").mean())
    assert f"{int(advice.sum())} of {len(given)} in all" in told["advice_creep", "set"].note
