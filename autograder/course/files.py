"""Files below a folder: each looked at before it is read, and read once."""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from itertools import islice
from pathlib import Path

LONGEST = 1000  #: bytes of a relative path; a file system takes about 4,000 for all of it
HALF_CHARACTERS = re.compile("[\ud800-\udc7f\udd00-\udfff]")  #: those that stand for no byte of a path
MOST = 1_000_000  #: files and folders of a course's own folder


@dataclass(frozen=True)
class Listing:
    """What lies below a folder, by path relative to it, with "/" between folders."""

    sizes: dict[str, int] = field(default_factory=dict)  #: of regular files, in bytes
    left_out: dict[str, str] = field(default_factory=dict)  #: what is no file that grading could use, and why
    is_whole: bool = True  #: is it all that lies there?


def list_folder(folder: Path, ignore: Iterable[str], follow: bool = False, most: int = MOST) -> Listing:
    """Look at everything below a folder without reading it; empty when there is no folder.

    ignore: patterns of names that are left out silently, like nbgrader's `CourseDirectory.ignore`
    follow: take the file or folder that a link points to; without it links are left out
    most:   files and folders to look at; the listing stops there

    Raises OSError for a link that is followed and leads back: nobody could read all that lies below.
    """
    listing, ignore, left = Listing(), list(ignore), most
    waiting = [""] if folder.is_dir() else []
    while waiting:
        inside = waiting.pop()
        try:
            with os.scandir(folder / inside) as entries:
                found = sorted(islice(entries, left + 1), key=lambda entry: entry.name)
        except OSError as error:
            listing.left_out[shown(inside)] = f"it cannot be opened ({error.strerror})"
            continue
        left -= len(found)
        if left < 0:
            return replace(listing, is_whole=False)
        for entry in found:
            path = inside + entry.name
            if is_ignored(entry.name, ignore):
                continue
            if why := unfit(entry, path, follow):
                listing.left_out[shown(path)] = why
            elif entry.is_dir(follow_symlinks=follow):
                if entry.is_symlink() and leads_back(folder / path):
                    raise OSError(errno.ELOOP, "The link leads back to a folder on the way to it", str(folder / path))
                waiting.append(path + "/")
            else:
                listing.sizes[path] = entry.stat(follow_symlinks=follow).st_size
    return listing


def unfit(entry: os.DirEntry, path: str, follow: bool) -> str:
    """Why grading cannot use this; "" for a folder or a regular file."""
    if not is_text(path):
        return "its name is not UTF-8"
    if len(path.encode()) > LONGEST:
        return f"its path has more than {LONGEST} bytes"
    if entry.is_symlink() and not follow:
        return "it is a link"
    if not entry.is_dir(follow_symlinks=follow) and not entry.is_file(follow_symlinks=follow):
        return "it is no regular file"
    return ""


def is_text(path: str) -> bool:
    """Is a path UTF-8? What is not has halves of characters in it, which no other file and no database can hold."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def leads_back(link: Path) -> bool:
    """Does a link lead to a folder on the way to it? Without this check that would be read forty times over."""
    target = link.resolve()
    return any(folder.resolve().is_relative_to(target) for folder in link.parents)


def is_ignored(name: str, patterns: Iterable[str]) -> bool:
    """As a shell's pattern does, `*` leaves out names that begin with a dot."""
    return any(fnmatchcase(name, one) and (name[0] != "." or one[0] == ".") for one in patterns)


def read_file(path: Path, follow: bool = False) -> bytes:
    """Read a regular file, and nothing else that took its place meanwhile. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if follow else os.O_NOFOLLOW))
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(f"{path} is no regular file")
        return file.read()


def write_files(folder: Path, files: dict[str, bytes]) -> None:
    """Write files below a folder, by relative path."""
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def remove_all_but(kept: Collection[str], folder: Path) -> None:
    """Empty a folder but for some names directly in it; remove it when nothing is left."""
    if folder.is_dir():
        for path in folder.iterdir():
            if path.name not in kept:
                remove(path)
        if not any(folder.iterdir()):
            folder.rmdir()


def put_in_place(new: Path, folder: Path, kept: Collection[str] = ()) -> None:
    """Make a folder hold what a new one beside it holds: who reads it meanwhile misses no file that stays.

    kept: names directly in it that nothing touches
    The new folder is gone then. Raises FileNotFoundError when somebody removes either meanwhile.
    """
    stays = {path.name for path in new.iterdir() if path.is_file() and (folder / path.name).is_file()}
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.name not in stays.union(kept):
            remove(path)
    for path in new.iterdir():
        path.replace(folder / path.name)
    new.rmdir()


def remove(path: Path) -> None:
    """Remove a file, a link, or a folder with all that is in it."""
    path.unlink() if path.is_symlink() or not path.is_dir() else shutil.rmtree(path)


def next_step(error: OSError) -> str:
    """What a person can do about a file that cannot be read or written."""
    if isinstance(error, NotADirectoryError | FileExistsError):
        return "move the file away that stands where a folder belongs"
    if isinstance(error, IsADirectoryError):
        return "move the folder away that stands where a file belongs"
    if error.errno in (errno.ENOLCK, errno.EOPNOTSUPP):
        return "keep the course on a disk whose files can be locked"
    if error.errno in (errno.EMFILE, errno.ENFILE):
        return "let this account open more files (ulimit -n), or take fewer --workers"
    if error.errno == errno.ELOOP:
        return "put the file or folder itself in the place of the link, or remove the link"
    return "make room" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "give permission or make room"


def shown(path: str) -> str:
    """A path, or words of a file, as text that any program can print in one line, in any locale: nothing in it moves a
    terminal's cursor."""
    whole = HALF_CHARACTERS.sub("\N{REPLACEMENT CHARACTER}", path[:LONGEST])
    text = whole.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)
