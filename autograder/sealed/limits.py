"""What one submission may use. The defaults fit a notebook course on a two-core machine."""

from dataclasses import dataclass

MIB = 1 << 20
# What is imported once, before any notebook is read. What is not installed is left out.
PRELOAD = (
    "numpy",
    "numpy.random",
    "numpy.testing",
    "torch",
    "torch.utils.data",
    "pandas",
    "matplotlib.pyplot",
)


@dataclass(frozen=True)
class Limits:
    """Bounds of one submission; sizes in bytes, times in seconds."""

    cell_timeout: float = 30.0  # wall clock, one cell
    cell_cpu: float = 60.0  # CPU of all processes and threads together, one cell
    grace: float = 1.0  # from the interrupt to the kill
    setup_timeout: float = 60.0  # until a fresh sandbox is ready
    memory: int = 4096 * MIB  # address space of a process, and resident memory of all of them
    scratch: int = 512 * MIB  # working and temporary folder together
    shared_memory: int = 256 * MIB  # /dev/shm
    processes: int = 128  # processes and threads
    open_files: int = 512
    cell_output: int = 1 * MIB  # text and pictures of one cell
    notebook_output: int = 16 * MIB  # all cells of one submission
    reply: int = 256 * MIB  # one value that an answer hands to a test
    reply_depth: int = 60  # containers inside containers
    preload: tuple[str, ...] = PRELOAD  # modules that are imported once, for all submissions
    unsandboxed: bool = False


@dataclass(frozen=True)
class Files:
    """The files beside a notebook: relative path to content.

    given:     from the instructor's source folder; neither process can change them
    handed_in: from the submission; the student's to change
    """

    given: dict[str, bytes]
    handed_in: dict[str, bytes]


NO_FILES = Files({}, {})
