"""Becomes another program, with limits, and dies with its parent. Run as a file, never imported.

Arguments: PARENT_PID CPU_SECONDS MEMORY_BYTES FILE_BYTES NICENESS OFFLINE COMMAND…
(a limit of 0 is none; OFFLINE is 1 or 0)

It exists because code between fork and exec is unsafe in a process that has threads. Standard
library only, and quick to start: every second of media work passes through it.
"""

import ctypes
import os
import resource
import signal
import sys

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_OPEN_FILES = 256
# Between the signal that says so and the one that cannot be ignored.
_CPU_GRACE_SECONDS = 5


def main(arguments: list[str]) -> None:
    parent, cpu, memory, file_size, niceness, offline = (int(text) for text in arguments[:6])
    command = arguments[6:]
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        if offline:
            _leave_the_network(libc)
        # After that, for a change of rights makes the kernel forget it.
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != parent:  # it died before we asked to be told
        os._exit(1)
    limits = (
        (resource.RLIMIT_CPU, cpu, cpu + _CPU_GRACE_SECONDS),
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_FSIZE, file_size, file_size),
    )
    for name, soft, hard in limits:
        if soft > 0:
            resource.setrlimit(name, (soft, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if offline:
        resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    os.nice(niceness)
    os.execvp(command[0], command)  # noqa: S606  # a list of our own making, no shell


def _leave_the_network(libc: ctypes.CDLL) -> None:
    """Into a network of its own, in which there is nothing. Where the kernel does not let us, the
    program's own white-lists have to do.
    """
    if libc.unshare(_CLONE_NEWNET) != 0 and os.geteuid() != 0:
        libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


if __name__ == "__main__":
    main(sys.argv[1:])
