"""Stoppers by files: kinds, names, sizes, counts, links, times."""

from __future__ import annotations

import os
import shutil
import socket
import stat
from collections.abc import Callable
from pathlib import Path

from tests.stoppers.stopper import FULL, NOTEBOOK, Stopper

NO_FILE = "The submission has no file named problem.ipynb."
NO_TIME = "timestamp.txt holds no time"


def file(name: str | bytes, content: bytes = b"x") -> Callable[[Path], None]:
    """One file more."""

    def spoil(folder: Path) -> None:
        path = os.fsencode(folder) + b"/" + os.fsencode(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as written:
            written.write(content)

    return spoil


def sparse(name: str, size: int) -> Callable[[Path], None]:
    """A large file that takes no room."""

    def spoil(folder: Path) -> None:
        with open(folder / name, "wb") as written:
            written.truncate(size)

    return spoil


def link(name: str, target: str) -> Callable[[Path], None]:
    """A link instead of a file, or beside the others."""

    def spoil(folder: Path) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(target)

    return spoil


def pipe(name: str) -> Callable[[Path], None]:
    """A pipe instead of a file: whoever opens it waits."""

    def spoil(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        os.mkfifo(folder / name)

    return spoil


def listening(name: str) -> Callable[[Path], None]:
    """A socket instead of a file. A socket's path has at most 108 bytes, so it is made from inside the folder."""

    def spoil(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        here = os.getcwd()
        os.chdir(folder)
        try:
            with socket.socket(socket.AF_UNIX) as made:
                made.bind(name)
        finally:
            os.chdir(here)

    return spoil


def device(name: str) -> Callable[[Path], None]:
    """/dev/zero instead of a file; a pipe where only root may make devices."""

    def spoil(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        try:
            os.mknod(folder / name, stat.S_IFCHR | 0o666, os.makedev(1, 5))
        except PermissionError:
            os.mkfifo(folder / name)

    return spoil


def folder_instead(name: str) -> Callable[[Path], None]:
    """A folder instead of a file."""

    def spoil(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        (folder / name).mkdir()
        (folder / name / "inside.txt").write_text("x")

    return spoil


def nothing(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def file_for_a_folder(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("my answers")


def pipe_for_a_folder(folder: Path) -> None:
    shutil.rmtree(folder)
    os.mkfifo(folder)


def link_to_nothing_for_a_folder(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.symlink_to("nowhere")


def deep_folders(folder: Path) -> None:
    """A path of more than 4,096 bytes, made step by step: no call takes such a path."""
    at = os.open(folder, os.O_RDONLY)
    for _ in range(25):
        os.mkdir("d" * 200, dir_fd=at)
        inside = os.open("d" * 200, os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = inside
    os.close(os.open("deep.txt", os.O_CREAT | os.O_WRONLY, dir_fd=at))
    os.close(at)


def many_files(count: int) -> Callable[[Path], None]:
    """Empty files."""

    def spoil(folder: Path) -> None:
        for number in range(count):
            os.close(os.open(folder / f"{number}.txt", os.O_CREAT | os.O_WRONLY))

    return spoil


def many_folders(folder: Path) -> None:
    for number in range(20_000):
        (folder / f"{number}").mkdir()


def renamed(name: str) -> Callable[[Path], None]:
    """The notebook under another name."""

    def spoil(folder: Path) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / NOTEBOOK).rename(folder / name)

    return spoil


def time(content: bytes) -> Callable[[Path], None]:
    """What stands in timestamp.txt."""
    return file("timestamp.txt", content)


FILES = [
    Stopper("pipe", pipe("pipe"), FULL, "pipe was left out: it is no regular file."),
    Stopper("pipe-as-notebook", pipe(NOTEBOOK), 0, "problem.ipynb is not read: it is no regular file."),
    Stopper("pipe-as-time", pipe("timestamp.txt"), FULL, "timestamp.txt was left out: it is no regular file."),
    Stopper("pipe-as-secret", pipe("submission_secret.txt"), FULL, "submission_secret.txt was left out"),
    Stopper("socket", listening("socket"), FULL, "socket was left out: it is no regular file."),
    Stopper("socket-as-notebook", listening(NOTEBOOK), 0, "problem.ipynb is not read: it is no regular file."),
    Stopper("device", device("zero"), FULL, "zero was left out: it is no regular file."),
    Stopper("device-as-notebook", device(NOTEBOOK), 0, "problem.ipynb is not read: it is no regular file."),
    Stopper("device-as-time", device("timestamp.txt"), FULL, "timestamp.txt was left out"),
    Stopper("device-as-secret", device("submission_secret.txt"), FULL, "submission_secret.txt was left out"),
    Stopper("folder-as-notebook", folder_instead(NOTEBOOK), 0, NO_FILE),
    Stopper("folder-as-time", folder_instead("timestamp.txt"), FULL),
    Stopper("folder-as-secret", folder_instead("submission_secret.txt"), FULL),
    Stopper("folder-as-page", folder_instead("problem.html"), FULL, "its feedback cannot be written", has_page=False),
    Stopper("file-as-folder", file_for_a_folder, 0, NO_FILE),
    Stopper("pipe-as-folder", pipe_for_a_folder, 0, NO_FILE),
    Stopper("nothing-in-it", nothing, 0, NO_FILE),
    Stopper("file-where-the-course-has-a-folder", file("data"), 0, "a file 'data' where the course has a folder"),
    Stopper("folder-where-the-course-has-a-file", file("data/numbers.txt/x"), 0, "where the submission has a folder"),
    # links
    Stopper("link", link("passwords.txt", "/etc/passwd"), FULL, "passwords.txt was left out: it is a link."),
    Stopper("link-to-a-folder", link("all", "/"), FULL, "all was left out: it is a link."),
    Stopper("link-to-itself", link("loop", "loop"), FULL, "loop was left out: it is a link."),
    Stopper("link-to-nothing", link("gone", "nowhere"), FULL, "gone was left out: it is a link."),
    Stopper("link-to-zeros", link("submission_secret.txt", "/dev/zero"), FULL, "submission_secret.txt was left out"),
    Stopper("link-as-notebook", link(NOTEBOOK, "../../../source/ps1/problem.ipynb"), 0, "not read: it is a link."),
    Stopper("link-as-time", link("timestamp.txt", "/dev/zero"), FULL, "timestamp.txt was left out: it is a link."),
    # names
    Stopper("name-latin-1", file(b"r\xe9sum\xe9.txt"), FULL, "r\\xe9sum\\xe9.txt was left out: its name is not UTF-8."),
    Stopper("name-half-surrogate", file(b"\xed\xa0\x80.txt"), FULL, "its name is not UTF-8."),
    Stopper("name-with-newlines", file("a\nnot graded: aa / ps1\n.txt"), FULL),
    Stopper(
        "name-that-forges-a-line", link("a\nnot graded: aa / ps1: x", "b"), FULL, "a\\nnot graded: aa / ps1: x was"
    ),
    Stopper("name-that-clears-the-screen", link("\x1b[2J", "b"), FULL, "\\x1b[2J was left out: it is a link."),
    Stopper("name-of-255-bytes", file("n" * 255), FULL),
    Stopper("name-of-all-signs", file("$(x) `x` 'x' \"x\" *?[a] {{x}} %s\\.txt"), FULL),
    Stopper("path-of-2000-bytes", file("/".join(["p" * 200] * 10)), FULL, "its path has more than 1000 bytes"),
    Stopper("path-of-5000-bytes", deep_folders, FULL, "its path has more than 1000 bytes"),
    Stopper("notebook-renamed", renamed("problem.ipynb.txt"), 0, NO_FILE),
    Stopper("notebook-in-a-folder", renamed("inside/problem.ipynb"), 0, "It holds inside/problem.ipynb instead."),
    Stopper("module-that-raises", file("math.py", b"raise SystemExit(3)"), FULL),
    Stopper("module-that-kills", file("sitecustomize.py", b"import os; os.kill(0, 9)"), FULL),
    Stopper("module-that-waits", file("IPython/__init__.py", b"import time; time.sleep(3600)"), FULL),
    Stopper("configuration", file("nbgrader_config.py", b"raise SystemExit(3)"), FULL),
    # sizes and counts
    Stopper("large-file", sparse("data.bin", 600 << 20), 0, "The files beside the notebook have 629 MB"),
    Stopper("large-notebook", sparse(NOTEBOOK, 600 << 20), 0, "problem.ipynb has 629 MB"),
    Stopper("large-time", sparse("timestamp.txt", 600 << 20), 0, "The files beside the notebook have 629 MB"),
    Stopper("large-secret", file("submission_secret.txt", b"s" * (6 << 20)), FULL),
    Stopper("files-4000", many_files(4_000), FULL),
    Stopper("files-30000", many_files(30_000), 0, "more than 10,000 files"),
    Stopper("folders-20000", many_folders, 0, "more than 10,000 files"),
    # times
    Stopper("time-in-words", time(b"submitted on Tuesday, I think"), FULL, NO_TIME),
    Stopper("time-in-utf-16", time("2026-03-01 12:00:00 UTC".encode("utf-16")), FULL),
    Stopper("time-since-the-epoch", time(b"1772366400"), FULL, NO_TIME),
    Stopper("time-of-noise", time(b"\xff\x00\x80\x81"), FULL, NO_TIME),
    Stopper("time-of-many-digits", time(b"9" * (6 << 20)), FULL, NO_TIME),
    Stopper("time-of-many-words", time(b"1 a " * (1 << 20)), FULL, NO_TIME),
    Stopper("time-before-all-times", time(b"0001-01-01 00:00:00 +2300"), FULL, NO_TIME),
    Stopper("time-after-all-times", time(b"9999-12-31 23:59:59 -2300"), FULL, NO_TIME),
    Stopper("time-in-the-year-1", time(b"0001-01-02 00:00:00 UTC"), FULL),
]
