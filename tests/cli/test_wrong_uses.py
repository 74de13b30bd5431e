"""Every command, used wrongly: a sentence says what is wrong and what to do next, and nobody meets a traceback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_notebook

from autograder import cli
from autograder.course.folder import Course
from autograder.course.settings import LINES
from autograder.sealed import doctor
from tests.report.made_up import make_up
from tests.sealed.course import answer
from tests.sealed.course import test_of as check

STUDENTS = [("ada", "Lovelace", "Ada"), ("bob", "", "")]
SETTINGS = "c = get_config()\n"
OF_COURSE = ("grade", "feedback", "table", "report", "watch", "verify")
OF_GRADEBOOK = ("grade", "feedback", "table", "report")
#: what ends every sentence
STEP = re.compile(r"Next step: \w|Did you mean \S+\?")


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Path:
    """Courses, each with something wrong, and things that are no course."""
    world = tmp_path_factory.mktemp("world")
    texts = {
        "no-settings/readme.txt": "",
        "a-file": "",
        "syntax/nbgrader_config.py": "c = get_config()\nc.A.b = (\n",
        "value/nbgrader_config.py": SETTINGS + "c.CourseDirectory.db_url = 5\n",
        "raises/nbgrader_config.py": SETTINGS + "import no_such_module\n",
        "exits/nbgrader_config.py": "exit()\n",
        "empty/nbgrader_config.py": SETTINGS,
        "unreleased/nbgrader_config.py": SETTINGS,
        "no-database/nbgrader_config.py": SETTINGS,
        "no-database/gradebook.db": "not a database, " * 100,
        "database-is-a-folder/nbgrader_config.py": SETTINGS,
        "database-is-a-folder/gradebook.db/x": "",
        "no-address/nbgrader_config.py": SETTINGS + "c.CourseDirectory.db_url = 'gradebook.db'\n",
        "no-driver/nbgrader_config.py": SETTINGS + "c.CourseDirectory.db_url = 'firebird://a@b/c'\n",
        "no-server/nbgrader_config.py": SETTINGS + "c.CourseDirectory.db_url = 'postgresql://a@127.0.0.1:1/c'\n",
        "damaged/nbgrader_config.py": SETTINGS,
        "damaged/source/ps1/problem.ipynb": "{",
        "no-exercise/nbgrader_config.py": SETTINGS,
        "bank/ps1/e0/right/one.py": "def e(x): return x\n",
        "source-is-a-file/nbgrader_config.py": SETTINGS,
        "source-is-a-file/source": "",
    }
    for path, text in texts.items():
        (world / path).parent.mkdir(parents=True, exist_ok=True)
        (world / path).write_text(text, encoding="utf-8")
    write_notebook(world / "unreleased" / "source" / "ps1", [answer("a", "a = 1"), check("t", "assert a == 1", 1)])
    write_notebook(world / "no-exercise" / "source" / "ps1", [])
    for name in ("released", "graded", "sealed", "report-is-a-file", "page-is-a-folder", "submitted-is-a-file"):
        make_up(world / name, STUDENTS)
    for student in ("ada", "bob"):
        write_notebook(world / "sealed" / "submitted" / student / "ps1", [])
        write_notebook(world / "graded" / "submitted" / student / "ps1", [])
    (world / "sealed" / "nbgrader_config.py").write_text(SETTINGS + LINES, encoding="utf-8")
    (world / "report-is-a-file" / "report").write_text("", encoding="utf-8")
    (world / "page-is-a-folder" / "report" / "index.html").mkdir(parents=True)
    (world / "submitted-is-a-file" / "submitted").write_text("", encoding="utf-8")
    forget_submissions(world / "released")
    return world


def write_notebook(folder: Path, cells: list) -> None:
    folder.mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells), folder / "problem.ipynb")


def forget_submissions(course: Path) -> None:
    """Leave assignments and students in a gradebook."""
    with Course(course).gradebook() as gradebook:
        for assignment in ("ps1", "ps2"):
            for entry in gradebook.assignment_submissions(assignment):
                gradebook.remove_submission(assignment, entry.student_id)


@pytest.fixture
def say(world, monkeypatch, capsys):
    """Run a command in this process, as the installed one runs; returns its exit code and what it said on stderr."""

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.chdir(world)
        monkeypatch.setattr(sys, "argv", ["autograder", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        code, printed = ended.value.code, capsys.readouterr()
        said = printed.err + (code if isinstance(code, str) else "")
        assert "Traceback" not in printed.out + said
        return (1 if isinstance(code, str) else int(code or 0)), said

    return run


def sentence(answer: tuple[int, str]) -> str:
    """The one line with which a command that was used wrongly ends."""
    code, said = answer
    assert code == 1, said
    assert said.startswith("autograder: ")
    assert len(said.strip().splitlines()) == 1, said
    assert STEP.search(said), said
    return said


EVERYWHERE = {  # where, what the sentence names
    "nowhere": "There is no folder ",
    "a-file": "a-file is a file",
    "no-settings": "has no nbgrader_config.py",
    "syntax": "nbgrader_config.py, line 2: SyntaxError: ",
    "value": "The 'db_url' trait",
    "raises": "line 2: ModuleNotFoundError: No module named 'no_such_module'",
    "exits": "nbgrader_config.py ends the program",
}


@pytest.mark.parametrize("where", EVERYWHERE)
@pytest.mark.parametrize("command", OF_COURSE)
def test_a_course_that_cannot_be_opened(say, command, where):
    assert EVERYWHERE[where] in sentence(say(command, "--course", where))


@pytest.mark.parametrize("command", OF_COURSE)
def test_a_course_that_may_not_be_written(say, monkeypatch, command):
    asked = os.access
    monkeypatch.setattr(os, "access", lambda path, mode, **how: mode != os.W_OK and asked(path, mode, **how))

    assert "No permission to write in " in sentence(say(command, "--course", "graded"))


@pytest.mark.parametrize("typed", ["ps11", "source/ps1/", "sp1"])
@pytest.mark.parametrize("command", OF_COURSE)
def test_an_assignment_that_nearly_is_one(say, command, typed):
    said = sentence(say(command, typed, "--course", "graded"))

    assert f"No assignment {typed!r} in " in said and "Did you mean ps1?" in said


@pytest.mark.parametrize("typed", ["elephants", "", "*", "../graded"])
@pytest.mark.parametrize("command", OF_COURSE)
def test_an_assignment_like_no_other(say, command, typed):
    assert "Next step: name one of ps1, ps2." in sentence(say(command, typed, "--course", "graded"))


GRADEBOOKS = {
    "empty": "No assignment was released",
    "unreleased": "Next step: nbgrader generate_assignment ps1",
    "no-database": "gradebook.db cannot be used: file is not a database",
    "database-is-a-folder": "gradebook.db cannot be used: unable to open database file",
    "no-address": "CourseDirectory.db_url names no gradebook",
    "no-driver": "CourseDirectory.db_url names no gradebook",
    "no-server": "Connection refused",
    "source-is-a-file": "No assignment was released",
}


@pytest.mark.parametrize("where", GRADEBOOKS)
@pytest.mark.parametrize("command", OF_GRADEBOOK)
def test_a_gradebook_that_is_not_there_or_none(say, world, command, where):
    before = sorted(world.glob("*/gradebook.db"))

    assert GRADEBOOKS[where] in sentence(say(command, "--course", where))
    assert sorted(world.glob("*/gradebook.db")) == before, "asking makes no gradebook"


ONE_COMMAND = {  # what is typed, what the sentence names
    "grade --course released": "No submissions of ps1, ps2: there is no folder ",
    "grade ps1 --course submitted-is-a-file": "No submissions of ps1",
    "grade ps1 --course graded": "c.Autograde.autograde_preprocessors",
    "grade ps1 --course sealed --student adda": "No submission of ps1 by 'adda' in ",
    "grade ps1 --course sealed --student bob --student zoe": "Next step: name one of ada, bob.",
    "grade ps1 --course sealed": "the answer 'e0' is in the source folder, but not in the gradebook",
    "grade ps1 --course unreleased": "The gradebook knows no assignment 'ps1'",
    "feedback --course released": "No submissions of ps1, ps2",
    "feedback ps2 --course sealed": "No submissions of ps2",
    "report --course released": "No submissions of ps1, ps2",
    "report ps1 --course unreleased": "The gradebook knows no assignment 'ps1'",
    "report --course report-is-a-file": "Next step: move the file away that stands where a folder belongs.",
    "report --course page-is-a-folder": "Next step: move the folder away that stands where a file belongs.",
    "watch ps1 --course graded --once": "c.Autograde.autograde_preprocessors",
    "watch ps1 --course unreleased": "The gradebook knows no assignment 'ps1'",
    "watch --course no-database": "gradebook.db cannot be used: file is not a database",
    "watch --course graded --status ps9": "Did you mean ps2?",
    "table ps1 --course unreleased": "The gradebook knows no assignment 'ps1'",
    "verify --course empty": "No notebook in ",
    "verify --course source-is-a-file": "No notebook in ",
    "verify ps1 --course damaged": "problem.ipynb is not a notebook that can be read",
    "verify ps1 --course no-exercise": "No notebook with an answer cell and a test cell",
    "verify ps1 --course unreleased --answers answers": "There is no folder answers",
    "verify ps1 --course unreleased --answers a-file": "a-file is a file",
}


@pytest.mark.parametrize("typed", ONE_COMMAND)
def test_what_only_one_command_can_meet(say, typed):
    assert ONE_COMMAND[typed] in sentence(say(*typed.split()))


def test_what_was_handed_in_and_not_graded_is_no_report(say, world):
    write_notebook(world / "released" / "submitted" / "ada" / "ps1", [])

    said = sentence(say("report", "ps1", "--course", "released"))

    assert "No submission of ps1 was graded yet" in said and "Next step: autograder grade ps1" in said


UNKNOWN = {  # what is typed, what the answer names; typer says it, and where to read on
    "grade --workers 0": "--workers",
    "watch --workers 0": "--workers",
    "grade --workers many": "--workers",
    "grade --worker 2": "--workers",
    "grade --student": "--student",
    "feedback --workers -1": "--workers",
    "feedback --student ada": "--student",
    "feedback --course": "--course",
    "table --cours x": "--course",
    "table --workers 2": "--workers",
    "table --force": "--force",
    "report --output x.html": "--output",
    "report --course": "--course",
    "report --workers 2": "--workers",
    "verify --workers 0": "--workers",
    "verify --answer x": "--answers",
    "verify --student ada": "--student",
    "doctor ps1": "ps1",
    "doctor --course x": "--course",
    "doctor --verbose": "--verbose",
    "docter": "Did you mean 'doctor'",
    "config ps1": "ps1",
    "config --course x": "--course",
    "config --write": "--write",
    "confg": "Did you mean 'config'?",
    "grad": "Did you mean 'grade'",
    "reports": "Did you mean 'report'",
    "--course x grade": "--course",
}


@pytest.mark.parametrize("typed", UNKNOWN)
def test_an_option_or_a_command_that_does_not_exist(say, typed):
    code, said = say(*typed.split())

    assert code == 2
    assert UNKNOWN[typed] in said


def test_doctor_names_what_is_missing_and_what_to_do(monkeypatch, capsys):
    finding = doctor.Finding("namespaces", False, "Operation not permitted")
    monkeypatch.setattr(cli, "examine", lambda: [finding])
    monkeypatch.setattr(sys, "argv", ["autograder", "doctor"])

    with pytest.raises(SystemExit) as ended:
        cli.main()

    printed = capsys.readouterr().out
    assert ended.value.code == 1
    assert "missing namespaces" in printed and "Allow user namespaces: `sysctl" in printed
    assert "Nothing will be graded sealed until this is fixed." in printed


def test_a_worker_of_verify_that_was_killed_is_a_sentence(monkeypatch):
    def killed(**options):
        with ProcessPoolExecutor(1) as pool:
            pool.submit(os._exit, 1).result()

    monkeypatch.setattr(cli, "app", killed)

    with pytest.raises(SystemExit, match="A worker ended before its submission was done: BrokenProcessPool"):
        cli.main()


@pytest.mark.parametrize("program", ["nbgrader", "jupyter", "alembic"])
def test_doctor_finds_programs_beside_its_own_python(monkeypatch, tmp_path, program):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / program).touch(mode=0o755)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bin" / "python"))
    monkeypatch.setenv("PATH", "/nowhere")

    found = doctor.program(program)
    (tmp_path / "bin" / program).unlink()
    missing = doctor.program(program)

    assert found.good and found.says == f"{tmp_path / 'bin' / program}  (beside this Python, not on PATH)"
    assert not missing.good and missing.says == f"neither in {tmp_path / 'bin'} nor on PATH"
    assert "pip install" in missing.hint and not missing.required


@pytest.mark.slow
@pytest.mark.parametrize(
    "typed", ["report ps11 --course graded", "report --course report-is-a-file", "reports", "verify --course value"]
)
def test_the_installed_command_and_the_module_say_the_same(world, typed):
    installed, module = (
        subprocess.run([*command, *typed.split()], cwd=world, capture_output=True, text=True, timeout=300)
        for command in ([Path(sys.executable).with_name("autograder")], [sys.executable, "-m", "autograder"])
    )

    assert installed.returncode in (1, 2)
    assert (installed.returncode, installed.stdout, installed.stderr) == (
        module.returncode,
        module.stdout,
        module.stderr,
    )
    assert "Traceback" not in installed.stderr
