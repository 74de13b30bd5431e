"""The assignments are what the syllabus promises: exercises, signatures, points, hints, and time."""

from __future__ import annotations

import ast
import builtins
import json
import os
import re
import subprocess
import sys

import pytest

from autograder.sealed.plan.names import read_code
from bank import ROOT, exercises, read_notebook, units
from tests.notebooks.lessons import left_in, slowness
from tools import notebooks

SYLLABUS = {
    "01-state-dict": {
        "build_model(n_in, n_hidden, n_classes)": 2,
        "describe_state(model)": 2,
        "count_parameters(model, trainable_only=False)": 3,
        "states_equal(a, b)": 3,
    },
    "02-training-trace": {
        "train_epoch(model, loader, loss_fn, optimizer)": 5,
        "evaluate(model, loader, loss_fn)": 4,
        "fit(model, train_loader, loss_fn, optimizer, epochs)": 3,
        "prediction_trace(model, x)": 2,
    },
    "03-saving": {
        "save_weights(model, path)": 3,
        "peek(path)": 3,
        "snapshot(model)": 4,
        "save_slim(tensor, path)": 2,
    },
    "04-restoring": {
        "restore(path, factory)": 6,
        "verify_restored(a, b)": 3,
        "same_predictions(a, b, x)": 3,
        "restore_best(paths, scores, factory)": 4,
    },
    "05-devices": {
        "pick_device(prefer=('cuda', 'mps', 'cpu'))": 2,
        "saved_locations(path)": 3,
        "load_state(path, device)": 4,
        "restore_on(path, factory, device)": 3,
    },
    "06-checkpoints": {
        "save_checkpoint(path, model, optimizer, scheduler, epoch)": 4,
        "load_checkpoint(path, model, optimizer, scheduler)": 6,
        "fit_resumable(path, model, loader, loss_fn, optimizer, scheduler, epochs, stop_after=None)": 6,
        "keep_last(folder, k)": 2,
    },
    "07-state-surgery": {
        "diff_state(model, state)": 4,
        "strip_prefix(state, prefix)": 4,
        "warm_start(model, state)": 5,
        "RenamedNet(n_in=2, hidden=8, n_out=3)": 3,
    },
    "08-trust": {
        "safe_load(path)": 4,
        "unsafe_names(path)": 2,
        "Normaliser(n_columns, vocabulary=None)": 4,
    },
    "09-scale": {
        "restore_lazily(path, factory, device='cpu')": 4,
        "load_as(path, dtype)": 3,
        "read_sharded(index)": 5,
        "inner_state(state)": 4,
    },
    "10-debug-clinic": {
        "fix_1(path, factory)": 2,
        "fix_2(path, model, settings)": 2,
        "fix_3(paths, factory)": 2,
        "fix_4(path, model)": 2,
        "fix_5(path, model)": 2,
        "Checkpointer(folder, keep=3)": 10,
    },
    "11-real-model": {
        "VoiceNet()": 4,
        "translate(state)": 4,
        "restore_voice(path)": 2,
        "largest_difference(model, reference, audio)": 4,
    },
}


def test_all_notebooks_are_clean():
    problems = [problem for path in notebooks.committed() for problem in notebooks.check(path)]
    assert not problems, "\n".join(problems)


def test_the_units_of_the_syllabus_are_there():
    assert units() == list(SYLLABUS)


@pytest.mark.parametrize("unit", units())
def test_points_of_a_unit_are_the_same_wherever_a_reader_meets_them(unit):
    points = sum(SYLLABUS[unit].values())
    title = next(cell for cell in read_notebook(unit).cells if cell.cell_type == "markdown").source
    first_lesson = (ROOT / "notebooks" / "00-start-here.ipynb").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    found = {
        "the title": re.findall(r"\*\*(\d+) points", title),
        "README.md": re.findall(rf"^\| {int(unit[:2])} {unit[3:]} \|.*\| (\d+) \|$", readme, re.MULTILINE),
        "notebooks/00-start-here.ipynb": re.findall(rf"/{unit}/[^|]*\| (\d+) \|", first_lesson),
    }

    assert found == {place: [str(points)] for place in found}


@pytest.mark.parametrize("unit", units())
def test_exercises_have_the_signatures_and_points_of_the_syllabus(unit):
    points = {exercise.name: sum(exercise.tests.values()) for exercise in exercises(unit)}
    found = {}
    for cell in read_notebook(unit).cells:
        if cell.id in points:
            named = [n for n in ast.parse(cell.source).body if isinstance(n, ast.FunctionDef | ast.ClassDef)]
            function = next(node for node in named if node.name == cell.id)
            if isinstance(function, ast.ClassDef):
                function = next(node for node in function.body if getattr(node, "name", "") == "__init__")
                del function.args.args[0]
            for argument in [*function.args.args, *function.args.kwonlyargs]:
                argument.annotation = None
            found[f"{cell.id}({ast.unparse(function.args)})"] = points[cell.id]
    assert found == SYLLABUS[unit]


@pytest.mark.parametrize("unit", units())
def test_every_exercise_has_three_hints_that_unfold(unit):
    cells = read_notebook(unit).cells
    for number, exercise in enumerate(exercises(unit), 1):
        heading = f"## {int(unit[:2])}.{number} "
        text = "\n".join(c.source for c in cells if c.cell_type == "markdown" and heading in c.source)
        points = f"({sum(exercise.tests.values()):g} point"
        assert points in text, f"{exercise.name}: the heading {heading!r} must say {points}"
        assert re.findall(r"<summary>Hint (\d)", text) == ["1", "2", "3"], exercise.name


@pytest.mark.parametrize("unit", units())
def test_every_test_cell_has_a_visible_part_and_a_hidden_part(unit):
    for cell in read_notebook(unit).cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            visible, begin, rest = cell.source.partition("### BEGIN HIDDEN TESTS\n")
            assert begin and visible.strip(), cell.id
            assert rest.rstrip().endswith("\n    return own_names.ALL\n    ### END HIDDEN TESTS"), cell.id


@pytest.mark.parametrize("unit", units())
def test_tests_see_names_of_the_course_and_answers_only(unit):
    # Whatever a learner calls a helper, or imports: see coursekit/own_names.py.
    own, answers, tests, answer = {*dir(builtins), "own_names"}, set(), [], ""
    for cell in read_notebook(unit).cells:
        marks = cell.metadata.get("nbgrader", {})
        if cell.cell_type != "code" or not marks or marks["solution"]:
            answer = cell.id if marks.get("solution") else answer
            answers.add(answer)
            continue
        tree = ast.parse(cell.source)
        for node in tree.body:
            marked = [ast.unparse(mark) for mark in getattr(node, "decorator_list", [])]
            if marks["grade"]:
                label = rf"own_names\.test\('{int(unit[:2])}\.{len(answers - {''})} {answer} · [a-z ]+'\)"
                assert len(marked) == 1 and re.fullmatch(label, marked[0]), f"{cell.id}: one function, marked {label}"
                tests.append(node)
        if cell.id == "setup":
            begun = [ast.unparse(node) for node in tree.body].index("own_names.begin(globals())")
            stored = [node for part in tree.body[:begun] for node in ast.walk(part)]
            own |= {(n.asname or n.name).split(".")[0] for n in stored if isinstance(n, ast.alias)}
            own |= {n.id for n in stored if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}

    for node in tests:
        foreign = set(read_code(ast.unparse(node)).free) - own - answers
        assert not foreign, f"{node.name}() uses {', '.join(foreign)}, which a learner's cell may have changed"


@pytest.mark.slow
@pytest.mark.parametrize("unit", units())
def test_the_reference_notebook_runs_within_ten_seconds_and_leaves_no_temporary_file(unit, tmp_path):
    sources = [cell.source for cell in read_notebook(unit).cells if cell.cell_type == "code"]
    run = (
        "import json, sys, time, torch\n"
        "start = time.process_time()\n"
        "names = {'__name__': '__main__'}\n"
        "for source in json.load(sys.stdin): exec(source, names)\n"
        "print(time.process_time() - start)\n"
    )
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", run],
        input=json.dumps(sources),
        env={**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": str(ROOT / "source" / unit)},
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert not left_in(temporary)
    seconds = float(done.stdout.splitlines()[-1])
    assert seconds < 10 or seconds < 10 * slowness()
