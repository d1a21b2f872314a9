"""Long work in a process of its own: submit an analysis, watch it, cancel it.

A job outlives the page and the app that asked for it. It is kept in a database before ``submit``
returns, a worker process takes one job at a time, and a worker that was killed is followed by one
that goes on where it stopped.

    queue     what the pages and the command line call
    told      how far a job is, in words
    worker    the process that works through the queue
    alive     which workers live, and which are dead
    watch     how far the job at hand is, and whether it is still wanted
    apart     one analysis in a process of its own, so that it can be stopped at any moment
    slots     how many analyses are at work at once on this machine
    fetch     a recording that lies elsewhere is copied here first
    passing   which faults are tried again after a while
    scratch   what is half-done of a job, and how it is cleared away
    uploads   what was uploaded is removed once no job needs it
    database  where all this is kept: SQLite, or PostgreSQL by its address
"""

from analyser.jobs.queue import Job, JobState, cancel, dismiss, forget, job, jobs, submit
from analyser.jobs.worker import ensure_worker, keep_going, work

__all__ = [
    "Job",
    "JobState",
    "cancel",
    "dismiss",
    "ensure_worker",
    "forget",
    "job",
    "jobs",
    "keep_going",
    "submit",
    "work",
]
