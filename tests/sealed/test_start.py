"""What a submission starts with: files, random numbers, libraries. What is wrong with them is said of them alone."""

import pytest
from nbformat.v4 import new_notebook

from autograder.grading.shared_pool import shared_pool
from autograder.sealed import wire
from autograder.sealed.errors import CourseProblem, FilesRefused, PreloadFailed
from autograder.sealed.limits import MIB, Files, Limits
from autograder.sealed.processes.pool import Pool
from autograder.sealed.session.session import execute_sealed
from autograder.sealed.session.start import check_files
from tests.sealed import course
from tests.sealed.course import answer, setup
from tests.sealed.one import grade

ANSWER, TEST = "def f(): return 1", "assert f() == 1"


@pytest.mark.parametrize(
    ("given", "handed_in", "said"),
    [
        ({"data/a.txt": b""}, {"data": b""}, "the submission has a file 'data' where the course has a folder"),
        ({"data": b""}, {"data/x/a.txt": b""}, "the course has a file 'data' where the submission has a folder"),
        ({}, {"big": bytes(3 * MIB), "more": bytes(2 * MIB)}, "take 5 MiB, and `c.SealedExecute.scratch` allows 4 MiB"),
        ({}, dict.fromkeys(map(str, range(1025)), b"x"), "take 4 MiB"),
    ],
    ids=["file for folder", "folder for file", "large", "many"],
)
def test_files_that_cannot_lie_together_are_refused_by_name(given, handed_in, said):
    with pytest.raises(FilesRefused, match="Correct the files in its folder") as refused:
        check_files(Files(given, handed_in), Limits(scratch=4 * MIB))
    assert said in str(refused.value)


def test_files_of_the_course_that_cannot_lie_anywhere_are_nobodys_fault():
    with pytest.raises(CourseProblem, match=r"source notebook take 5 MiB, and .* allows 4 MiB\. Nobody was given"):
        check_files(Files({"data.bin": bytes(5 * MIB)}, {"own.txt": b""}), Limits(scratch=4 * MIB))


def test_files_that_fit_are_not_refused():
    check_files(
        Files({"data/a.txt": b"", "b": bytes(2 * MIB)}, {"data/b.txt": bytes(2 * MIB - 8192)}), Limits(scratch=4 * MIB)
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", ["n" * 300, "../above"])
def test_a_file_that_cannot_be_written_stops_its_own_submission_alone(name):
    with pytest.raises(FilesRefused, match=name[:100]):
        grade("import os", ANSWER, TEST, files=Files({}, {name: b""}))
    assert grade("import os", ANSWER, TEST).passed


@pytest.mark.slow
def test_names_full_of_signs_that_json_is_made_of_stop_nobody():
    """Up to 10,000 files may lie beside a notebook, each with a name of up to 1,000 bytes."""
    signs = "/".join(["," * 240] * 4)
    names = [f"{signs}{number}" for number in range(wire.MAX_PARTS // signs.count(",") + 1)]

    assert grade("import os", ANSWER, TEST, files=Files({}, dict.fromkeys(names, b""))).passed


@pytest.mark.slow
def test_an_answer_with_millions_of_commas_is_run():
    answered = f"{ANSWER}\ntext = '{',' * wire.MAX_PARTS}'"

    assert grade("import os", ANSWER, TEST, answered).passed


@pytest.mark.slow
def test_a_library_that_cannot_be_imported_is_named():
    module = "tests.sealed.raises_on_import"
    with Pool() as pool, pytest.raises(PreloadFailed, match=f"{module}: ValueError: built for another version"):
        pool.parent(preload=(module,))


@pytest.mark.slow
def test_a_course_says_what_is_preloaded():
    tools = "import sys\nprint([name for name in ('torch', 'matplotlib', 'numpy', 'sqlite3') if name in sys.modules])"
    source = new_notebook(cells=[setup("tools", tools), answer("work", ANSWER), course.test_of("test", TEST)])
    limits = Limits(preload=("sqlite3", "not_installed_anywhere"))
    with Pool() as pool:
        done = execute_sealed(source, source, limits=limits, pool=pool)
    assert done.cells[0].outputs[0].text == "['sqlite3']\n"
    assert done.cells[2].outputs == []


@pytest.mark.slow
def test_grading_again_draws_the_same_random_numbers():
    def drawn(answer_text: str) -> tuple[list, int]:
        source = new_notebook(
            cells=[
                setup("tools", "import random\nprint(random.random())"),
                answer("work", ANSWER),
                course.test_of("test", f"print(random.random())\n{TEST}"),
            ]
        )
        work = new_notebook(cells=[cell.copy() for cell in source.cells])
        work.cells[1] = answer("work", answer_text)
        done = execute_sealed(work, source, pool=shared_pool())
        return [cell.outputs for cell in done.cells], done.metadata["autograder"]["seed"]

    first, again, other = drawn(ANSWER), drawn(ANSWER), drawn(ANSWER + "  # mine")

    assert first == again
    assert first[1] != other[1] and first[0] != other[0]
