"""One small session with everything in it that could go wrong in a file."""

from analyser.domain import Act, Analysis, Notice, Recording, Speaker, Turn, Utterance, Word

SAID = [
    (0.5, 3.0, "S1", "Who would like to go first?", "process", None),
    (3.25, 61.5, "S2", "=1+1 is what they pay me & mine <really>", "other", None),
    (62.0, 64.0, "S1", "What have you tried so far?", "open_question", None),
    (65.0, 67.0, "S3", "Why don't you just --> put it on the wall?", "advice", "disguised"),
    (3600.0, 3661.0, "S3", "You should ask her.", "advice", "direct"),
]


def analysis(said=SAID, names=("Ruth", "Amir & Co <x>", "Jo -->")) -> Analysis:
    utterances = tuple(
        Utterance(n=n, start=row[0], end=row[1], speaker=row[2], text=row[3])
        for n, row in enumerate(said)
    )
    roles = ("facilitator", "presenter", "member")
    return Analysis(
        recording=Recording(id="ab" * 32, name="My set, part 1", duration=3700.0),
        engines={"transcribe": "whisper-base", "classify": "rules-1"},
        speakers=tuple(
            Speaker(id=f"S{n}", name=name, role=role)
            for n, (name, role) in enumerate(zip(names, roles, strict=True), start=1)
        ),
        words=(
            Word(start=0.5, end=0.8, text="Who", confidence=0.91, speaker="S1"),
            Word(start=0.8, end=1.0, text="would", confidence=0.5),
        ),
        turns=tuple(Turn(start=row[0], end=row[1], speaker=row[2]) for row in said),
        utterances=utterances,
        acts=tuple(
            Act(utterance=n, act=row[4], form=row[5], confidence=0.75, cue=row[3][:4], by="rules-1")
            for n, row in enumerate(said)
        ),
        warnings=(Notice(code="level_low", text="The recording is quiet."),),
    )
