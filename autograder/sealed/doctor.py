"""What this machine can isolate, and what to install where it cannot."""

import errno
import os
import platform
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass

HINTS = {
    "linux": "Grade on Linux, or in a Linux virtual machine or container.",
    "processor": "Use an x86_64 or arm64 machine.",
    "kernel": "Use Linux 5.12 or newer.",
    "namespaces": "Allow user namespaces: `sysctl -w kernel.unprivileged_userns_clone=1` (Debian), "
    "`sysctl -w kernel.apparmor_restrict_unprivileged_userns=0` (Ubuntu), "
    "`sysctl -w user.max_user_namespaces=10000` (where that is 0), `--privileged` or "
    "`--security-opt seccomp=unconfined --cap-add SYS_ADMIN` (Docker). Root needs none on Debian and Ubuntu.",
    "sandbox": "See the sentence above; the usual cause in a container is a masked /proc "
    "(Docker: `--security-opt systempaths=unconfined`).",
    "landlock": "Optional, a second lock on files: boot with `lsm=landlock,...` on Linux 5.13 or newer.",
    "nbgrader": "What is said to type `nbgrader …` needs it: `pip install nbgrader` into this environment.",
    "jupyter": "Opens formgrader and notebooks: `pip install jupyterlab` into this environment.",
    "alembic": "nbgrader calls `alembic` by name: `pip install alembic` into this environment.",
}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    good: bool
    says: str
    required: bool = True

    @property
    def hint(self) -> str:
        """What to do about it; "" when it is good."""
        return "" if self.good else HINTS[self.name]


def examine() -> list[Finding]:
    """Look at everything that sealed grading needs; the last required finding runs a real submission."""
    checks: list[Callable[[], Finding]] = [
        _linux,
        _processor,
        _kernel,
        _namespaces,
        _landlock,
        _libraries,
        lambda: program("nbgrader"),
        lambda: program("jupyter"),
        lambda: program("alembic"),
    ]
    findings = []
    for check in checks:
        findings.append(check())
        if not findings[-1].good and findings[-1].required:
            return findings
    return [*findings, _sandbox()]


def _linux() -> Finding:
    return Finding("linux", sys.platform == "linux", platform.platform())


def _processor() -> Finding:
    return Finding("processor", platform.machine() in ("x86_64", "aarch64"), platform.machine())


def _kernel() -> Finding:
    numbers = [int(number) for number in re.findall("[0-9]+", platform.release())[:2]]  # such as 6.10-rc1
    return Finding("kernel", numbers >= [5, 12], platform.release())


def _namespaces() -> Finding:
    from autograder.sealed.isolation import syscalls

    flags = syscalls.NEWNS | syscalls.NEWPID | syscalls.NEWNET | syscalls.NEWIPC
    child = os.fork()
    if child == 0:
        try:
            if os.geteuid() == 0:  # the sandbox of root, too, ends in a user namespace
                syscalls.unshare(flags)
                syscalls.unshare(syscalls.NEWUSER)
            else:
                syscalls.unshare(flags | syscalls.NEWUSER)
        except OSError as error:
            os._exit(error.errno or 1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code == errno.ENOSPC:
        return Finding("namespaces", False, "none can be made: user.max_user_namespaces is 0, or all are in use")
    return Finding("namespaces", code == 0, "user, mount, pid, net, ipc" if code == 0 else os.strerror(code))


def _landlock() -> Finding:
    from autograder.sealed.isolation import landlock

    version = landlock.abi()
    return Finding("landlock", version > 0, f"ABI {version}" if version else "not there", required=False)


def _libraries() -> Finding:
    from importlib.util import find_spec

    from autograder.sealed.limits import PRELOAD

    names = dict.fromkeys(name.partition(".")[0] for name in PRELOAD)
    there = ", ".join(name for name in names if find_spec(name))
    return Finding("libraries", True, f"imported once: {there or 'none'}", required=False)


def program(name: str) -> Finding:
    """A program beside this Python, which need not be on PATH: the grader puts it there before nbgrader needs one."""
    beside = os.path.dirname(sys.executable)
    on_path = os.environ.get("PATH", os.defpath)
    found = shutil.which(name, path=os.pathsep.join([beside, on_path]))
    says = found or f"neither in {beside} nor on PATH"
    if found and shutil.which(name, path=on_path) is None:
        says += "  (beside this Python, not on PATH)"
    return Finding(name, found is not None, says, required=False)


def _sandbox() -> Finding:
    """Grade two plus two, for real."""
    from nbformat.v4 import new_code_cell, new_notebook

    from autograder.sealed.errors import GraderError
    from autograder.sealed.processes.pool import Pool
    from autograder.sealed.session.session import execute_sealed

    marks = {"grade": True, "solution": False, "locked": True, "grade_id": "t", "points": 1}
    answer = {"grade": False, "solution": True, "locked": False, "grade_id": "s"}
    notebook = new_notebook(
        cells=[
            new_code_cell("def double(x): return 2 * x", metadata={"nbgrader": answer}),
            new_code_cell("assert double(2) == 4", metadata={"nbgrader": marks}),
        ]
    )
    try:
        with Pool() as pool:
            done = execute_sealed(notebook, notebook, pool=pool)
    except GraderError as error:
        return Finding("sandbox", False, str(error))
    problems = [output.get("evalue", "") for output in done.cells[1].outputs if output.output_type == "error"]
    return Finding("sandbox", not problems, "a submission was graded sealed" if not problems else problems[0])
