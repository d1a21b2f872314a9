"""The worker process, as ``ensure_worker`` starts it: ``python -m analyser.jobs LOCK``."""

import sys

from analyser.jobs.worker import work
from analyser.settings import load_settings

if __name__ == "__main__":
    work(settings=load_settings(), lock=int(sys.argv[1]))
