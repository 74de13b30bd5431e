"""Every exception of the grader. Each message ends with the next step."""


def first_line(error: Exception) -> str:
    """Anybody's error as one line: its type, and the first line of its message."""
    said = str(error).strip().splitlines()
    return f"{type(error).__name__}: {said[0][:500]}" if said else type(error).__name__


class GraderError(Exception):
    """Something about grading, not about one answer, went wrong."""


class CourseProblem(GraderError):
    """The course folder is not as grading needs it."""


class CannotIsolate(GraderError):
    """This machine cannot sandbox a submission."""

    def __init__(self, reason: str):
        super().__init__(
            f"This machine cannot isolate submissions: {reason}. Nothing was graded. "
            "Run `python -m autograder doctor` to see what is missing; to grade without a sandbox, and only "
            "code that you trust, set `c.SealedExecute.unsandboxed = True` in nbgrader_config.py."
        )


class ParentProcessGone(GraderError):
    """The process that forks the processes of submissions ended."""

    def __init__(self, reason: str):
        super().__init__(f"A process that forks submissions' processes ended: {reason}. Run the same command again.")


class PreloadFailed(GraderError):
    """A library could not be prepared in the process that imports libraries once."""

    def __init__(self, reason: str):
        super().__init__(
            f"A library could not be prepared for grading: {reason}. Nothing was graded. Import and use it in this "
            "environment to see what is wrong with it; if the course does not need it, leave it out of "
            "`c.SealedExecute.preload` in nbgrader_config.py."
        )


def begins_with(code: str) -> str:
    """The first line of a cell, by which a person finds it."""
    return next((line.strip() for line in code.splitlines() if line.strip()), "")[:80]


class SetupFailed(GraderError):
    """A setup cell failed before any answer came into play: the assignment or the machine is at fault."""

    def __init__(self, name: str, message: str, code: str):
        where = ""
        if name == "ModuleNotFoundError":  # it may well be there when the instructor runs the notebook
            where = (
                "Grading finds libraries in the Python environment, and modules beside the notebook: not where "
                "PYTHONPATH says, nor where `pip install --user` puts them. "
            )
        super().__init__(
            f"A setup cell of the assignment fails before any answer: {name}: {message.rstrip('.')}. It begins with "
            f"`{begins_with(code)}`. Nobody was given points. {where}"
            "Run the source notebook in this environment and fix it, or give that cell the tag raises-exception if it "
            "fails on purpose, then grade again."
        )


class SourceMissing(GraderError):
    """The instructor's notebook, from which the tests come, was not found."""

    def __init__(self, where: str):
        super().__init__(
            f"No instructor notebook at {where}, and none in the gradebook. "
            "Put the source notebook back, or run `nbgrader generate_assignment` again."
        )


class NotExecuted(GraderError):
    """--no-execute was asked for, which would give points for tests that never ran."""

    def __init__(self) -> None:
        super().__init__(
            "--no-execute would give full points for tests that never ran, so sealed grading refuses it. "
            "Run nbgrader autograde without --no-execute."
        )


class NotPython(GraderError):
    """The notebook is written in another language."""

    def __init__(self, language: str):
        super().__init__(
            f"Sealed grading runs Python notebooks, and this one is in {language}. "
            "Name nbgrader.preprocessors.Execute in the configuration for this assignment."
        )


class GradebookBusy(GraderError):
    """Another program holds the gradebook, or it cannot be reached."""

    def __init__(self, reason: str):
        super().__init__(
            f"The gradebook cannot be written: {reason}. What is graded stays graded. "
            "Close what else uses it (formgrader, another run, a backup), then run the same command again."
        )


class WorkersGone(GraderError):
    """A worker process or host died, and no other could take its job."""

    def __init__(self, reason: str):
        super().__init__(
            f"A worker ended before its submission was done: {reason}. What is graded stays graded. "
            "Look whether the machine ran out of memory (--workers 1 needs least), then run the same command again."
        )


class MalformedReply(Exception):
    """What came over a wire from a student process is not what the protocol allows."""


class CannotCarry(Exception):
    """A value cannot travel between the test and the answer."""


class SubmissionProblem(Exception):
    """One submission cannot be graded; the others can."""


class NotANotebook(SubmissionProblem):
    """What a student handed in cannot be graded; the message is for the student and the instructor."""


class FilesRefused(SubmissionProblem):
    """The files beside a notebook cannot be laid out for grading."""

    def __init__(self, reason: str):
        self.reason = reason
        super().__init__(
            f"The files of this submission cannot be laid out: {reason}. Nothing of it was run. "
            "Correct the files in its folder, then grade this submission again."
        )


class StopsTheGrader(SubmissionProblem):
    """The grader itself fails with this submission, twice, and not with the instructor's own notebook."""

    def __init__(self, reason: str):
        super().__init__(
            f"it stops the grader, and the instructor's own notebook does not: {reason.partition('. ')[0]}. "
            "Next step: look at it and at the files beside it."
        )


class KilledFromOutside(SubmissionProblem):
    """Something other than the grader killed a process of a submission."""

    def __init__(self, owner: str):
        super().__init__(
            f"{owner} process was killed twice by something other than the grader. "
            "Look whether the machine ran out of memory (--workers 1 needs least), then grade this submission again."
        )


class StudentGone(Exception):
    """The student's process ended before it answered."""
