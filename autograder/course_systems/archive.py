"""A zip of submissions, unpacked with suspicion: what one student's file may not do costs nobody else anything."""

from __future__ import annotations

import calendar
import contextlib
import lzma
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from nbgrader.plugins import ExtractorPlugin
from traitlets import Unicode

from autograder.course.files import LONGEST, shown
from autograder.intake.submission import MOST_FILES
from autograder.sealed.errors import CourseProblem

MOST_ENTRIES = 200_000  #: files and folders of a zip; a thousand students with MOST_FILES each would be no class
MOST_BYTES = 256 << 20  #: of one student's files together, unpacked
LONGEST_PART = 255  #: bytes of a name in a file system
PIECE = 1 << 20
#: what a course system puts before each student's files, up to the first number between underscores
OWNER = re.compile(r"((?:LATE_)?anon_[^_/]*)_|([^/]*?_[0-9]+)_")
MOODLES = "_assignsubmission_"  #: in the name of each student's folder in a zip of Moodle


class SafeExtractor(ExtractorPlugin):
    """Unpacks zips for `nbgrader zip_collect`: files alone, inside the folder, within bounds for each student.

    Links, encrypted or damaged files, names that leave the folder and what is too large are left out, each with a
    sentence. A student's own zip inside the zip stays as it is here. nbgrader's own extractor follows all of these.
    """

    archive = Unicode("", help="The one zip to unpack; all in the archive folder when empty.").tag(config=True)
    progress: Callable[[int, int], None] = staticmethod(lambda done, total: None)

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Called by nbgrader. Raises CourseProblem when the one file is no zip; of several the others are unpacked."""
        self.left_out: dict[str, str] = {}
        found = [Path(self.archive)] if self.archive else sorted(Path(archive_path).glob("*.zip"))
        for number, path in enumerate(found):
            try:
                self.left_out |= unpack(path, Path(extracted_path) / str(number), self.progress)
            except CourseProblem as problem:
                if self.archive:
                    raise
                self.log.error("%s", problem)
        for name, why in self.left_out.items():
            self.log.warning("%s was left out: %s", shown(name), why)


def unpack(
    path: Path, folder: Path, progress: Callable[[int, int], None], owner: Callable[[str], str] | None = None
) -> dict[str, str]:
    """Unpack what may be unpacked; returns the names of what was left out, and why.

    progress: called with the number of files that are done and of all
    owner:    whose a file is, by its name: the bounds are those of one owner's files; owner_of when None
    Raises CourseProblem for a file that is no zip, or one with too many files; OSError when the disk is full.
    """
    left_out: dict[str, str] = {}
    sizes: dict[str, int] = {}
    counts: dict[str, int] = {}
    with open_zip(path) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir() and not is_of_a_mac(entry.filename)]
        for number, entry in enumerate(entries, 1):
            whose = (owner or owner_of)(entry.filename)
            counts[whose] = counts.get(whose, 0) + 1
            target = folder / PurePosixPath(entry.filename.replace("\\", "/"))
            why = unfit(entry)
            if not why and counts[whose] > MOST_FILES:
                why = f"there are more than {MOST_FILES:,} files of one student"
            if not why and (target.exists() or target.is_symlink()):
                why = "the zip has another file of that name"
            if not why:
                size, why = write(archive, entry, target, MOST_BYTES - sizes.get(whose, 0))
                sizes[whose] = sizes.get(whose, 0) + size
            if why:
                left_out[entry.filename] = why
            progress(number, len(entries))
    return left_out


def owner_of(name: str) -> str:
    """What all names of one student's files in a zip have in common."""
    found = OWNER.match(from_owner(name))
    return (found[1] or found[2]) if found else name


def from_owner(name: str) -> str:
    """A name in a zip, from the part on with which the course system says whose file it is.

    Moodle's is the first part that looks like one: below their own folder, students choose names. Canvas's is the last:
    its zips have no folders, but for one that somebody put around all when packing them again.
    """
    first = name.find(MOODLES)
    return name[name.rfind("/", 0, first) + 1 :] if first >= 0 else name.rpartition("/")[2]


def open_zip(path: Path) -> zipfile.ZipFile:
    """Canvas writes names in UTF-8 and does not say so. Raises CourseProblem for a file that is no zip."""
    name = shown(str(path))
    again = "Next step: download the submissions again, all of them in one zip."
    if not zipfile.is_zipfile(path):
        raise CourseProblem(f"{name} is no zip file. {again}")
    try:
        try:
            archive = zipfile.ZipFile(path, metadata_encoding="utf-8")
        except UnicodeDecodeError:
            archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise CourseProblem(f"{name} is damaged: {error}. {again}") from None
    if len(archive.infolist()) > MOST_ENTRIES:
        archive.close()
        raise CourseProblem(f"{name} has more than {MOST_ENTRIES:,} files, so it is no class's submissions. {again}")
    return archive


def is_of_a_mac(name: str) -> bool:
    """What macOS adds to a zip that somebody unpacked and packed again; it is nobody's work."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2] == ".DS_Store"


def unfit(entry: zipfile.ZipInfo) -> str:
    """Why an entry of a zip is not unpacked; "" when it can be."""
    parts = entry.filename.replace("\\", "/").split("/")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if entry.flag_bits & 1:
        return "it is encrypted; hand it in without a password"
    if kind == stat.S_IFLNK:
        return "it is a link; hand in the file itself"
    if kind not in (0, stat.S_IFREG):
        return "it is no regular file"
    if ".." in parts or "." in parts or "" in parts or re.match("[A-Za-z]:", parts[0]):
        return "its name leads out of the folder"
    sizes = [len(part.encode("utf-8", "replace")) for part in parts]
    if max(sizes) > LONGEST_PART or sum(sizes) + len(sizes) - 1 > LONGEST:
        return "its name is too long"
    if any(ord(sign) < 32 or 0xD800 <= ord(sign) < 0xE000 for sign in entry.filename):
        return "its name has signs that no file should have"
    return ""


def write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, most: int) -> tuple[int, str]:
    """Unpack one file; returns its bytes, and why it was left out if it was.

    What the zip says of sizes is not believed. Raises OSError when it cannot be written.
    """
    too_large = f"its student's files have more than {MOST_BYTES >> 20} MB together"
    if entry.file_size > most:
        return 0, too_large
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        return 0, "the zip has a file where its folder belongs"
    size, why = 0, ""
    with target.open("xb") as file:
        try:
            for piece in pieces_of(archive, entry):
                size += len(piece)
                if size > most:
                    why = too_large
                    break
                file.write(piece)
        except zipfile.BadZipFile as error:
            why = f"it is damaged ({shown(str(error))})"
    if why:
        target.unlink()
    else:
        with contextlib.suppress(ValueError):  # a time that no calendar has; then it is that of unpacking
            written = calendar.timegm((*entry.date_time, 0, 0, 0))
            os.utime(target, (written, written))
    return size, why


def pieces_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """What one file holds. Raises BadZipFile, and nothing else, when it is damaged.

    A wrong place in the zip and damaged data of bz2 are OSErrors, which would pass for those of a full disk.
    """
    try:
        with archive.open(entry) as packed:
            while piece := packed.read(PIECE):
                yield piece
    except (zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise zipfile.BadZipFile(str(error)) from None
