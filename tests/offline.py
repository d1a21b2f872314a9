"""Runs the command line in a process in which reaching any host is an error.

Its last line on standard error is the most memory that it held, in kB.
"""

import atexit
import sys
from pathlib import Path

FORBIDDEN = frozenset({"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"})


LOOPBACK = frozenset({"127.0.0.1", "::1"})


def probes_itself(event: str, arguments: tuple) -> bool:
    """A bind to loopback: urllib3 learns by it, at its import, whether there is IPv6."""
    return event == "socket.bind" and arguments[1][0] in LOOPBACK


def forbid(event: str, arguments: tuple) -> None:
    """Stop the process where it would open a connection."""
    if event in FORBIDDEN and not probes_itself(event, arguments):
        sys.stderr.write(f"A connection was tried: {event} {arguments}\n")
        sys.stderr.flush()
        sys.exit(99)


def tell_peak() -> None:
    """Say how much memory this process held at most; a parent's before its start is left out."""
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    peak = next(line for line in status if line.startswith("VmHWM:"))
    sys.stderr.write(f"\npeak {peak.split()[1]}\n")


if __name__ == "__main__":
    atexit.register(tell_peak)
    sys.addaudithook(forbid)
    from analyser.cli import main

    main()
