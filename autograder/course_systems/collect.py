"""A zip of submissions put into the submitted folder, through nbgrader's own `zip_collect`.

nbgrader unpacks and names the files in a folder aside; what is there already is replaced only by newer work, one
submission at a time, and kept. So a run may end at any moment, and the same command goes on.
"""

from __future__ import annotations

import errno
import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from nbgrader.apps.zipcollectapp import ZipCollectApp
from nbgrader.coursedir import CourseDirectory

from autograder.course.files import list_folder, read_file, remove_all_but, shown
from autograder.course.folder import Course, Submission, link_in
from autograder.course_systems.archive import SafeExtractor, owner_of
from autograder.course_systems.collected import (
    Collected,
    Origin,
    folder_of,
    read_collected,
    write_collected,
)
from autograder.course_systems.collectors import CanvasCollector, Collector, MoodleCollector, Taken
from autograder.course_systems.packed import open_packed
from autograder.intake.submission import TIMESTAMP
from autograder.record.bookkeeping import quiet_log
from autograder.sealed.errors import CourseProblem

COLLECTORS: dict[str, type[Collector]] = {"canvas": CanvasCollector, "moodle": MoodleCollector}
ASIDE = "collecting"  #: in the assignment's folder below `downloaded`, while a run lasts


@dataclass
class Report:
    """What became of a zip: students by what happened to their submission, and sentences about the rest."""

    new: list[str] = field(default_factory=list)
    newer: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Aside:
    """What nbgrader collected into the folder aside.

    files:      by student
    incomplete: how the names of students' files begin of which one was left out
    """

    files: dict[str, list[Taken]]
    incomplete: set[str]
    notes: list[str]


class ZipCollect(ZipCollectApp):
    """nbgrader's collecting, which raises what it cannot do instead of ending the program."""

    def fail(self, msg: str, *args: object) -> None:
        """Called by nbgrader before it gives up."""
        raise CourseProblem(f"nbgrader cannot collect: {msg % args if args else msg}. Next step: correct that.")


def collect(
    course: Course, system: str, archive: Path, assignment: str, progress: Callable[[str, int, int], None]
) -> Report:
    """Put each student's files into the submitted folder, where nothing newer is.

    system:   "canvas" or "moodle"
    progress: called with a word for what is done, and the number of files or students that are done and of all
    Raises CourseProblem for a file that is no zip; OSError when the disk is full.
    """
    aside = folder_of(course, assignment) / ASIDE
    remove_all_but((), aside)  # what a killed run left
    (aside / "archive").mkdir(parents=True)
    try:
        found = _collect_aside(course, system, archive, assignment, partial(progress, "unpacked"))
        return _place(course, system, assignment, found, partial(progress, "put in place"))
    finally:
        remove_all_but((), aside)


def _collect_aside(
    course: Course, system: str, archive: Path, assignment: str, progress: Callable[[int, int], None]
) -> _Aside:
    """Let nbgrader collect into the folder aside."""
    directory = CourseDirectory(config=course.config)
    directory.assignment_id, directory.submitted_directory = assignment, f"downloaded/{assignment}/{ASIDE}/submitted"
    app = ZipCollect(config=course.config)
    app.log = quiet_log()
    app.coursedir, app.force, app.strict = directory, True, False
    app.collect_directory_structure = "{downloaded}/{assignment_id}/" + ASIDE + "/{collect_step}"
    app.downloaded_directory, app.archive_directory, app.extracted_directory = "downloaded", "archive", "extracted"
    app.extractor_plugin, app.collector_plugin = SafeExtractor, COLLECTORS[system]
    app.init_plugins()
    extractor, collector = app.extractor_plugin_inst, app.collector_plugin_inst
    extractor.archive, extractor.progress = str(archive.absolute()), progress
    app.extract_archive_files()
    app.process_extracted_files()
    left_out = [f"{shown(name)} was left out: {why}." for name, why in extractor.left_out.items()]
    by_student: dict[str, list[Taken]] = {}
    for one in (collector.taken or {}).values():
        by_student.setdefault(one.student, []).append(one)
    return _Aside(by_student, set(map(owner_of, extractor.left_out)), left_out + collector.notes)


def _place(course: Course, system: str, assignment: str, found: _Aside, progress: Callable[[int, int], None]) -> Report:
    """Put what nbgrader collected aside into the submitted folder, where it is newer; note what was put there."""
    report, known = Report(notes=found.notes), read_collected(course, assignment)
    try:
        for number, (student, files) in enumerate(sorted(found.files.items()), 1):
            new = folder_of(course, assignment) / ASIDE / "submitted" / student / assignment
            origins: dict[str, Origin] = {}
            for one in files:
                origins |= _origins(new, one, report)
            times = [one.time for one in files if one.time]
            # What lacks a file replaces nothing, and whatever comes next replaces it.
            whole = not found.incomplete.intersection(owner_of(one.name) for one in files)
            rank = (max(one.rank for one in files),) if whole else ()
            now = Collected(system, origins, rank, max(times, default=""))
            kept = _place_one(course, Submission(assignment, student), new, now, known.get(student), report)
            if kept:
                known[student] = kept
            progress(number, len(found.files))
    finally:
        write_collected(course, assignment, known)
    return report


def _origins(folder: Path, one: Taken, report: Report) -> dict[str, Origin]:
    """Where a collected file came from; of a student's own zip, that of each file in it, which lies there now."""
    come, said = open_packed(folder, one.file) if one.file.lower().endswith(".zip") else ([], [])
    report.notes += [f"{one.student}: {sentence}" for sentence in said]
    if come:
        return {name: Origin(one.prefix + name, one.prefix, _sha256(folder / name)) for name in come}
    return {one.file: Origin(one.name, one.prefix, _sha256(folder / one.file))} if (folder / one.file).exists() else {}


def _place_one(
    course: Course, one: Submission, new: Path, now: Collected, before: Collected | None, report: Report
) -> Collected | None:
    """Put one submission in its place, or say why not; returns what is to be noted of it, None for nothing new."""
    there = course.folder("submitted", one)
    link = link_in(course.directory, one.student, one.assignment)
    if link or (there.exists() and not there.is_dir()):
        what = f"{link} is a link" if link else f"{there} is a file"
        report.notes.append(f"{one.student} was not collected: {what}. Next step: move it away and collect again.")
        return None
    if not there.is_dir() or not any(there.iterdir()):
        _put(new, there)
        report.new.append(one.student)
        return now
    before = before if before and before.system == now.system else None
    if before and _files(before) == _files(now):
        report.unchanged.append(one.student)
        return _with_time(there, before, now, one, report)
    if _content(there) == _files(now):
        report.unchanged.append(one.student)
        return now
    if before is None or now.rank <= before.rank:
        where = f"{there} holds other files"
        why = "than this zip, and nothing says which are newer" if before is None else "and this zip has none newer"
        report.notes.append(
            f"{one.student} was not collected: {where} {why}. Next step: if the zip is right, move that folder away "
            "and collect again."
        )
        return None
    _keep(there, folder_of(course, one.assignment) / "replaced" / one.student)
    _put(new, there)
    report.newer.append(one.student)
    return now


def _with_time(there: Path, before: Collected, now: Collected, one: Submission, report: Report) -> Collected:
    """Write down another time of the same files, unless a person corrected it meanwhile."""
    file = there / TIMESTAMP
    written = file.read_text(encoding="utf-8", errors="replace").strip() if file.is_file() else ""
    if before.time == now.time or written != _as_written(before.time):
        return replace(now, time=before.time)
    file.write_text(_as_written(now.time), encoding="utf-8") if now.time else file.unlink()
    report.notes.append(f"{one.student} has the same files and another time: {now.time or 'in time'}.")
    return now


def _as_written(time: str) -> str:
    """A time as nbgrader's collecting writes it: UTC goes without saying."""
    return time.removesuffix(" UTC")


def _put(new: Path, there: Path) -> None:
    """Move a submission to its place, where nothing is or an empty folder. It is never half there."""
    there.parent.mkdir(parents=True, exist_ok=True)
    try:
        new.rename(there)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = there.with_name(f".{there.name}.new")  # the submitted folder lies on another disk
        shutil.rmtree(beside, ignore_errors=True)
        shutil.copytree(new, beside)
        beside.rename(there)


def _keep(there: Path, folder: Path) -> None:
    """Move what a newer submission replaces into a folder, under the next number."""
    numbers = [int(path.name) for path in folder.glob("*") if path.name.isdecimal()]
    kept = folder / str(max(numbers, default=0) + 1)
    beside = folder / ".new"
    shutil.rmtree(beside, ignore_errors=True)
    shutil.copytree(there, beside, symlinks=True)
    beside.rename(kept)
    shutil.rmtree(there)


def _files(collected: Collected) -> dict[str, str]:
    return {name: origin.sha256 for name, origin in collected.files.items()}


def _content(folder: Path) -> dict[str, str]:
    """What lies in a submission's folder, without the time."""
    found = list_folder(folder, ())
    known = {name: _sha256(folder / name) for name in found.sizes if name != TIMESTAMP}
    return known | dict.fromkeys(found.left_out, "")


def _sha256(path: Path) -> str:
    return hashlib.sha256(read_file(path)).hexdigest()
