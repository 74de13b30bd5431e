"""What one submission may use. The defaults fit a notebook course on a two-core machine."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

KIB, MIB = 1 << 10, 1 << 20
# What is imported once, before any notebook is read. What is not installed is left out.
PRELOAD = (
    "numpy",
    "numpy.random",
    "numpy.testing",
    "torch",
    "torch.utils.data",
    "matplotlib.pyplot",
)


def setting(default: float | bool | tuple[str, ...], help: str, unit: int = 1) -> Any:
    """A limit that a course can set.

    help: what it bounds, and in which unit it is set
    unit: how many bytes (or seconds, or pieces) one of that unit is
    """
    return field(default=default, metadata={"help": help, "unit": unit})


@dataclass(frozen=True)
class Limits:
    """Bounds of one submission; sizes in bytes, times in seconds."""

    cell_timeout: float = 30.0  # wall clock, one cell; set by Execute.timeout, too
    cell_cpu: float = setting(60.0, "Seconds of processor time a cell may use, over all its processes and threads.")
    grace: float = setting(1.0, "Seconds between interrupting a cell and killing it.")
    setup_timeout: float = 60.0  # until a fresh sandbox is ready
    memory: int = setting(
        4096 * MIB,
        "Memory of a submission, in MiB: what one process may map beside its libraries, and of all together.",
        MIB,
    )
    scratch: int = setting(512 * MIB, "Working and temporary folder together, in MiB.", MIB)
    shared_memory: int = setting(256 * MIB, "/dev/shm, in MiB.", MIB)
    processes: int = setting(128, "Processes and threads of a submission.")
    open_files: int = setting(512, "Open files of one process.")
    cell_output: int = setting(1 * MIB, "Output of one cell, text and pictures, in KiB.", KIB)
    notebook_output: int = setting(16 * MIB, "Output of a whole submission, in KiB.", KIB)
    reply: int = setting(256 * MIB, "One value that an answer hands to a test, in MiB.", MIB)
    reply_depth: int = 60  # containers inside containers
    preload: tuple[str, ...] = setting(
        PRELOAD,
        "Modules to import once for all submissions, besides those that setup cells import. "
        "Those that are not installed are left out.",
    )
    unsandboxed: bool = setting(
        False, "Grade without a sandbox where the machine cannot isolate. Only for code that you trust."
    )


@dataclass(frozen=True)
class Files:
    """The files beside a notebook: relative path to content.

    given:     from the instructor's source folder; neither process can change them
    handed_in: from the submission; the student's to change
    """

    given: dict[str, bytes]
    handed_in: dict[str, bytes]

    @property
    def modules(self) -> dict[str, bytes]:
        """The instructor's Python files, by the name under which a cell of the notebook imports each."""
        found = {}
        for path in map(PurePosixPath, self.given):
            parts = path.with_suffix("").parts
            names = parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts
            if path.suffix == ".py" and all(name.isidentifier() for name in names):
                found[".".join(names)] = self.given[str(path)]
        return found


NO_FILES = Files({}, {})
