"""What is known about the run: how many tests there are, which ones sealed grading must fail, which ones are skipped.

Node ids are relative to `nbgrader/tests/apps/` of nbgrader 0.9.6.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    """A test that asserts what sealed grading changes on purpose."""

    reason: str
    shows: str  #: in the failure's message or in nbgrader's log: it fails for this reason and no other


_AUTOGRADE = "test_nbgrader_autograde.py::TestNbGraderAutograde::"
_UPDATE = "test_nbgrader_update.py::TestNbGraderUpdate::"
_GRADED = "process returned an unexpected return code: 0"

#: Every module in which a submission goes through `autograde`, and how many tests it has. Left out: `test_nbgrader_db`,
#: where four of twenty tests autograde, only to delete the submission afterwards.
TESTS = {
    "test_nbgrader_autograde.py": 42,
    "test_api.py": 31,
    "test_nbgrader_generate_feedback.py": 15,
    "test_nbgrader_releasefeedback.py": 8,
    "test_nbgrader_fetchfeedback.py": 2,
    "test_nbgrader_export.py": 2,
    "test_nbgrader_update.py": 12,
}

DIFFERENCES = {
    _AUTOGRADE + "test_side_effects": Difference(
        "Student code runs in a scratch folder of its own, so a file that it writes does not appear in autograded/.",
        shows="autograded/foo/ps1/side-effect.txt",
    ),
    _AUTOGRADE + "test_no_execute": Difference(
        "Tests that never ran would give full points, so --no-execute is refused.",
        shows="--no-execute would give full points",
    ),
    _AUTOGRADE + "test_handle_failure": Difference(
        "Cells that are not the assignment's become ordinary cells. nbgrader cannot grade such a submission at all.",
        shows=_GRADED,
    ),
    _AUTOGRADE + "test_handle_failure_single_notebook": Difference(
        "The same, for one notebook.",
        shows=_GRADED,
    ),
    _UPDATE + "test_update_autograde": Difference(
        "The assignment's cells get the metadata of the release, whatever version of it the submission holds. "
        "nbgrader asks for `nbgrader update` first.",
        shows=_GRADED,
    ),
    _UPDATE + "test_update_autograde_old_assign": Difference(
        "The same, for an assignment that was released in the old format.",
        shows=_GRADED,
    ),
}

SKIPPED = {
    _AUTOGRADE + "test_many_students": "nbgrader skips it: it needs a PostgreSQL server.",
    _AUTOGRADE + "test_infinite_loop_with_output": "nbgrader skips it: its kernel takes too long and too much memory.",
    "test_api.py::TestNbGraderAPI::test_get_released_assignments_windows": "It is for Windows.",
}
