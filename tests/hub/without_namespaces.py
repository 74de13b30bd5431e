"""Run a program where no user namespace can be made, as in many containers.

    python -m tests.hub.without_namespaces PROGRAM [ARGUMENTS]

Only root can make such a place: a user namespace with all accounts, which may have none below it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from autograder.sealed.isolation import syscalls


def main(command: list[str]) -> int:
    made, mapped = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        syscalls.unshare(syscalls.NEWUSER)
        os.write(made[1], b"1")
        os.read(mapped[0], 1)
        Path("/proc/sys/user/max_user_namespaces").write_text("0")
        os.execv(command[0], command)
    os.read(made[0], 1)
    for kind in ("uid", "gid"):
        Path(f"/proc/{child}/{kind}_map").write_text("0 0 65536")
    os.write(mapped[1], b"1")
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
