"""The recipe at the end of each unit can be copied: it needs nothing of its lesson, and it does what it says."""

from __future__ import annotations

import ast

import pytest
import torch

from tests.notebooks.lessons import UNITS, Played, play, read


@pytest.fixture(scope="module")
def played(request, tmp_path_factory) -> Played:
    """A recipe that ran alone, with nothing before it but the stand-ins for what is the reader's own."""
    torch.manual_seed(0)
    return play(request.param, tmp_path_factory.mktemp(request.param), only=("recipe-names", "recipe-code"))


@pytest.mark.parametrize("played", UNITS, indirect=True)
def test_a_recipe_runs_without_the_cells_before_it(played):
    assert "recipe-code" in played.values


@pytest.mark.parametrize("name", UNITS)
def test_a_recipe_uses_no_helper_of_the_course(name):
    (code,) = [cell.source for cell in read(name).cells if cell.id == "recipe-code"]

    assert "coursekit" not in code
    assert "import torch" in code


@pytest.mark.parametrize("name", UNITS)
def test_a_recipe_gives_no_name_of_the_lesson_another_meaning_so_that_earlier_cells_can_run_again(name):
    code = [cell for cell in read(name).cells if cell.cell_type == "code"]
    of_recipe = {cell.id: names_of(cell.source) for cell in code if cell.id.startswith("recipe-")}
    given = set.union(*(bound - imported for bound, imported, _ in of_recipe.values()))

    clashes = {}
    for cell in code[: [cell.id in of_recipe for cell in code].index(True)]:
        bound, _, read_there = names_of(cell.source)
        clashes |= {cell.id: (read_there - bound) & given} if (read_there - bound) & given else {}

    assert not clashes


@pytest.mark.parametrize("played", ["04-restoring", "05-devices", "08-trust", "09-scale"], indirect=True)
def test_a_recipe_that_restores_gives_the_model_every_value_of_the_file(played):
    saved = torch.load(played.names["file"], map_location="cpu", weights_only=True)
    restored = played.names["net"].state_dict()

    assert restored.keys() == saved.keys()
    assert all(torch.equal(value.cpu(), saved[key]) for key, value in restored.items())


@pytest.mark.parametrize("played", ["03-saving"], indirect=True)
def test_the_best_weights_of_the_recipe_stay_when_the_model_is_trained_further(played):
    trained, best = played.names["trained"], played.names["best"]

    with torch.no_grad():
        trained.layer1.weight.add_(1)

    assert torch.equal(trained.state_dict()["layer1.weight"], best["layer1.weight"] + 1)
    assert torch.equal(torch.load(played.names["file"])["layer1.weight"], best["layer1.weight"])


@pytest.mark.parametrize("played", ["06-checkpoints"], indirect=True)
def test_the_recipe_for_a_run_brings_back_the_random_state_and_leaves_one_file(played):
    file, saved = played.names["file"], played.names["saved"]

    assert torch.equal(saved["random"], torch.load(file)["random"])
    assert set(saved) == {"model", "optimizer", "scheduler", "random", "epoch"}
    assert [found.name for found in file.parent.iterdir()] == ["run.pth"]
    assert played.printed["recipe-code"] == "go on with epoch 4\n"


@pytest.mark.parametrize("played", ["09-scale"], indirect=True)
def test_the_recipe_for_a_large_model_keeps_its_ties(played):
    net = played.names["net"]

    assert net.last.weight is net.first.weight
    assert len(played.names["optimizer"].param_groups[0]["params"]) == 3


@pytest.mark.parametrize("played", ["10-debug-clinic"], indirect=True)
def test_the_first_look_names_what_is_wrong_with_the_file(played):
    said = played.printed["recipe-code"]

    assert "b'PK" in said
    assert "missing:    ['layer1.bias'" in said
    assert "unexpected: ['module.layer1.bias'" in said


def names_of(source: str) -> tuple[set[str], set[str], set[str]]:
    """The names that code binds, those of them that mean the same in every cell, and the names that it reads."""
    bound, imported, read_there = set(), set(), set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {(one.asname or one.name).partition(".")[0] for one in node.names}
            bound |= names
            imported |= names - {"Net"}
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            bound.add(node.name)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, ast.Name):
            (read_there if isinstance(node.ctx, ast.Load) else bound).add(node.id)
    return bound, imported, read_there
