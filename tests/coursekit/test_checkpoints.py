"""Checkpoint files: random, reproducible, and tagged as a GPU machine writes them."""

from __future__ import annotations

import importlib
import pickletools
import zipfile
from hashlib import sha256

import pytest
import torch

from coursekit import check, checkpoints
from coursekit.checkpoints import random_checkpoint, random_run, random_state, save_as_if_on, storages_tagged
from coursekit.models import DropoutNet, MixedNet, NormNet, PlainNet, TiedNet

MODELS = [PlainNet, NormNet, DropoutNet, TiedNet, MixedNet]


@pytest.mark.parametrize("factory", MODELS)
@pytest.mark.parametrize("legacy", [False, True])
@pytest.mark.parametrize("saved_on", ["cpu", "cuda:0", "cuda:3"])
def test_a_checkpoint_holds_what_it_says(factory, legacy, saved_on, tmp_path):
    saved = random_checkpoint(1, factory, saved_on=saved_on, legacy=legacy, folder=tmp_path)
    state = torch.load(saved.path, map_location="cpu", weights_only=True)
    check.same_parameters(state, saved.state_dict, "the file")
    factory().load_state_dict(state)


@pytest.mark.parametrize("legacy", [False, True])
def test_a_file_tagged_cuda_raises_pytorchs_own_error_on_a_machine_without_cuda(legacy, tmp_path, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)  # this test may run on one that has a GPU
    saved = random_checkpoint(2, saved_on="cuda:0", legacy=legacy, folder=tmp_path)
    with pytest.raises(RuntimeError, match="Attempting to deserialize object on a CUDA device"):
        torch.load(saved.path)


@pytest.mark.parametrize("legacy", [False, True])
def test_map_location_is_asked_about_the_tag(legacy, tmp_path):
    saved = random_checkpoint(3, saved_on="cuda:3", legacy=legacy, folder=tmp_path)
    asked = set()
    torch.load(saved.path, map_location=lambda storage, location: (asked.add(location), storage)[1])
    assert asked == {"cuda:3"}


def test_a_tagged_file_differs_from_a_cpu_file_in_the_tag_alone(tmp_path):
    state = random_state(4)
    save_as_if_on("cpu", state, tmp_path / "a.pth")
    save_as_if_on("cuda:1", state, tmp_path / "b.pth")
    with zipfile.ZipFile(tmp_path / "a.pth") as a, zipfile.ZipFile(tmp_path / "b.pth") as b:
        inside = [name.partition("/")[2] for name in a.namelist()]
        assert inside == [name.partition("/")[2] for name in b.namelist()]
        tags = [
            {
                argument
                for _, argument, _ in pickletools.genops(file.read(f"{stem}/data.pkl"))
                if isinstance(argument, str)
            }
            for file, stem in ((a, "a"), (b, "b"))
        ]
    assert tags[0] ^ tags[1] == {"cpu", "cuda:1"}


def test_an_ordinary_save_is_the_cpu_file(tmp_path):
    torch.save(random_state(5), tmp_path / "x.pth")
    ordinary = (tmp_path / "x.pth").read_bytes()
    save_as_if_on("cpu", random_state(5), tmp_path / "x.pth")
    assert (tmp_path / "x.pth").read_bytes() == ordinary


@pytest.mark.parametrize("factory", MODELS)
def test_the_same_seed_gives_the_same_state_and_another_seed_another_one(factory):
    first, again, other = random_state(6, factory), random_state(6, factory), random_state(7, factory)
    check.same_parameters(again, first, "the same seed")
    assert not any(torch.equal(first[key], other[key]) for key in first if first[key].numel() > 1)


def test_the_global_random_state_is_left_alone(tmp_path):
    before = torch.get_rng_state()
    random_checkpoint(8, folder=tmp_path)
    assert torch.equal(torch.get_rng_state(), before)


def test_tied_entries_stay_tied():
    state = random_state(9, TiedNet)
    assert torch.equal(state["first.weight"], state["last.weight"])


@pytest.mark.parametrize("factory", MODELS)
def test_the_checkpoint_of_a_run_fits_a_new_run_and_holds_what_it_says(factory, tmp_path):
    saved = random_run(7, factory, folder=tmp_path)
    model = factory()
    optimizer = torch.optim.Adam(model.parameters())
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=2)

    loaded = torch.load(saved.path, weights_only=True)
    model.load_state_dict(loaded["model"])
    optimizer.load_state_dict(loaded["optimizer"])
    scheduler.load_state_dict(loaded["scheduler"])

    check.equal(loaded, saved.content, "the file")
    check.equal(optimizer.state_dict(), saved.content["optimizer"], "the optimizer")
    check.equal(scheduler.get_last_lr(), [optimizer.param_groups[0]["lr"]], "the learning rate")
    assert 3 <= loaded["epoch"] == scheduler.last_epoch <= 9
    torch.Generator().set_state(loaded["random"])


def test_a_seed_decides_the_checkpoint_of_a_run_and_the_global_random_state_is_left_alone(tmp_path):
    torch.manual_seed(5)
    before = torch.get_rng_state()

    one, same, other = (random_run(seed, folder=tmp_path).content for seed in (1, 1, 2))

    check.equal(one, same, "the run of the same seed")
    with pytest.raises(check.CheckFailed):
        check.same_parameters(one["model"], other["model"], "the run of another seed")
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize(
    ("factory", "expected"),
    [
        (PlainNet, "946f2644df3d74f3"),
        (NormNet, "8c8c3abb2ceebb78"),
        (DropoutNet, "5ba4016d93ff50a0"),
        (TiedNet, "6a4f2bb7ce0aea35"),
        (MixedNet, "437b52690fdbe95f"),
    ],
)
def test_a_seed_draws_the_same_state_as_ever(factory, expected):
    state = random_state(17, factory)
    drawn = b"".join(key.encode() + value.numpy().tobytes() for key, value in state.items())
    assert sha256(drawn).hexdigest()[:16] == expected


@pytest.mark.parametrize("saved_on, expected", [("cpu", "76eb76987d115ab5"), ("cuda:0", "a5c3e3b0ffc68c38")])
def test_a_seed_writes_the_same_file_as_ever(saved_on, expected, tmp_path):
    saved = random_checkpoint(17, saved_on=saved_on, folder=tmp_path)
    with zipfile.ZipFile(saved.path) as file:
        pickled = file.read("checkpoint-17/data.pkl")
    assert sha256(pickled).hexdigest()[:16] == expected


def test_a_seed_draws_the_same_run_as_ever(tmp_path):
    content = random_run(17, folder=tmp_path).content
    moments = [content["optimizer"]["state"][n][key] for n in range(2) for key in ("exp_avg", "exp_avg_sq")]
    drawn = b"".join(value.numpy().tobytes() for value in [*content["model"].values(), *moments, content["random"]])
    assert sha256(drawn).hexdigest()[:16] == "44c91d2ae6c457d2"


def test_tags_end_with_their_context_even_after_an_error(tmp_path):
    with pytest.raises(ZeroDivisionError), storages_tagged(lambda storage: 1 / 0):
        torch.save(random_state(18), tmp_path / "broken.pth")
    torch.save(random_state(18), tmp_path / "whole.pth")
    torch.load(tmp_path / "whole.pth")


def test_the_module_can_be_loaded_again(tmp_path):
    again = importlib.reload(checkpoints)
    again.save_as_if_on("cuda:7", {"w": torch.ones(1)}, tmp_path / "a.pth")
    with pytest.raises(RuntimeError, match="Attempting to deserialize object on"):
        torch.load(tmp_path / "a.pth")
