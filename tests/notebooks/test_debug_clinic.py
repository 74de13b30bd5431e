"""The debug clinic's patients are really ill: each broken program fails with PyTorch's own words, or in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import torch

from bank import read_notebook
from coursekit.checkpoints import random_checkpoint, random_state
from coursekit.clinic import cut_off, make_lfs_pointer, save_from_gpus
from coursekit.models import PlainNet
from tests.notebooks.scenes import scenes_of


@pytest.fixture(scope="module")
def clinic() -> Iterator[dict]:
    """What the setup cells define: the broken programs, and the scenes that make their files."""
    names: dict = {"__name__": "__main__"}
    with scenes_of("10-debug-clinic"):
        for cell in read_notebook("10-debug-clinic").cells:
            role = cell.metadata.get("nbgrader", {})
            if role.get("locked") and not role.get("grade"):
                exec(cell.source, names)
        yield names


def words(text: str) -> str:
    return " ".join(re.escape(part) for part in text.split())


@pytest.mark.parametrize("wrapped", [False, True])
def test_the_first_program_asks_for_a_gpu(clinic, wrapped, tmp_path):
    save_from_gpus(1, PlainNet, tmp_path / "a.pth", wrapped=wrapped)
    said = words("Attempting to deserialize object on a CUDA device but torch.cuda.is_available() is False")
    with pytest.raises(RuntimeError, match=said):
        clinic["broken_1"](tmp_path / "a.pth", PlainNet)


def test_behind_the_gpu_waits_the_prefix_of_dataparallel(tmp_path):
    save_from_gpus(2, PlainNet, tmp_path / "a.pth")
    with pytest.raises(RuntimeError) as caught:
        PlainNet().load_state_dict(torch.load(tmp_path / "a.pth", map_location="cpu"))
    assert 'Missing key(s) in state_dict: "layer1.weight"' in str(caught.value)
    assert 'Unexpected key(s) in state_dict: "module.layer1.weight"' in str(caught.value)


def test_a_file_from_gpus_holds_the_state_that_it_says(tmp_path):
    state = save_from_gpus(3, PlainNet, tmp_path / "a.pth", "cuda:3", wrapped=False)
    loaded = torch.load(tmp_path / "a.pth", map_location="cpu", weights_only=True)
    assert all(torch.equal(loaded[key], value) for key, value in random_state(3, PlainNet).items())
    assert state.keys() == loaded.keys()


def test_the_file_of_the_second_program_is_refused_elsewhere(clinic, tmp_path):
    clinic["broken_2"](tmp_path / "a.pth", PlainNet(), clinic["settings"])
    with pytest.raises(Exception, match="Weights only load failed") as caught:
        torch.load(tmp_path / "a.pth")
    assert "Unsupported global: GLOBAL coursekit.clinic.Settings was not an allowed global" in str(caught.value)


def test_the_third_program_stumbles_over_a_file_that_was_cut_off(clinic):
    paths = [random_checkpoint(seed, PlainNet).path for seed in (4, 5)]
    cut_off(paths[-1])
    with pytest.raises(RuntimeError, match=r"PytorchStreamReader failed .* central directory"):
        clinic["broken_3"](paths, PlainNet)


def test_a_git_lfs_pointer_is_refused_in_the_words_of_the_table():
    path = random_checkpoint(6, PlainNet).path
    make_lfs_pointer(path)
    assert path.read_text().startswith("version https://git-lfs.github.com/spec/v1\noid sha256:")
    with pytest.raises(Exception, match="Unsupported operand 118"):
        torch.load(path)
    with pytest.raises(Exception, match="invalid load key, 'v'"):
        torch.load(path, weights_only=False)


def test_the_fourth_program_has_an_optimizer_of_another_size(clinic, tmp_path):
    clinic["scenes"].fine_tune(tmp_path / "a.pth", 7, PlainNet, ["layer2.weight", "layer2.bias"], before=2)
    said = words("parameter group that doesn't match the size of optimizer's group")
    with pytest.raises(ValueError, match=said):
        clinic["broken_4"](tmp_path / "a.pth", PlainNet())


def test_the_fifth_program_says_nothing_and_trains_at_another_rate(clinic, tmp_path):
    steady = clinic["scenes"].train_with_warm_up(tmp_path / "a.pth", 8, PlainNet, before=4, after=4)
    resumed = clinic["scenes"].resume_warm_up(clinic["broken_5"], tmp_path / "a.pth", 8, PlainNet, before=4, after=4)
    assert all(rate < 0.5 * right for rate, right in zip(resumed["rates"], steady["rates"], strict=True))
