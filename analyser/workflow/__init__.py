"""What a person can ask for: analyse, look at, put right, forget.

Each function opens the store through the scope of the one person on this machine. The pages and
the command line call these functions and nothing below them.
"""

from analyser.workflow.agreement import MACHINE, Raters, agree
from analyser.workflow.checks import seconds_of
from analyser.workflow.corrections import (
    ANYBODY,
    NEW,
    correct,
    last_change,
    merge_voices,
    move,
    move_turn,
    name_voice,
    name_voices,
    same_person,
    split_voice,
    undo,
)
from analyser.workflow.handed_in import (
    hand_over,
    remove_shared_upload,
    shared_uploads,
    upload_here,
    uploads,
)
from analyser.workflow.learning import learn, write_corrections
from analyser.workflow.relabelling import Relabelled, relabel
from analyser.workflow.session import (
    KEPT_DAYS,
    SOUND,
    analyse,
    analyse_samples,
    as_heard,
    audio_file,
    describe,
    discard,
    discard_forgotten,
    forget,
    load,
    sessions,
)

__all__ = [
    "ANYBODY",
    "KEPT_DAYS",
    "MACHINE",
    "NEW",
    "SOUND",
    "Raters",
    "Relabelled",
    "agree",
    "analyse",
    "analyse_samples",
    "as_heard",
    "audio_file",
    "correct",
    "describe",
    "discard",
    "discard_forgotten",
    "forget",
    "hand_over",
    "last_change",
    "learn",
    "load",
    "merge_voices",
    "move",
    "move_turn",
    "name_voice",
    "name_voices",
    "relabel",
    "remove_shared_upload",
    "same_person",
    "seconds_of",
    "sessions",
    "shared_uploads",
    "split_voice",
    "undo",
    "upload_here",
    "uploads",
    "write_corrections",
]
