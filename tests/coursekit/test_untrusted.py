"""Files with code in them: PyTorch refuses them; whoever does not refuse them runs the code."""

from __future__ import annotations

import pickle

import pytest
import torch
from torch.serialization import get_unsafe_globals_in_checkpoint

from coursekit.checkpoints import random_state
from coursekit.untrusted import CALLS, save_naming, trap

FORMS = ["zip", "old", "pickle", "stack", "inst"]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("form", FORMS)
def test_weights_only_refuses_the_file_and_its_code_does_not_run(call, form):
    made = trap(1, call, form)
    with pytest.raises(pickle.UnpicklingError, match="Weights only load failed"):
        torch.load(made.path, weights_only=True)
    assert not made.went_off()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("form", ["zip", "old", "stack", "inst"])
def test_the_code_runs_when_any_object_is_allowed(call, form):
    made = trap(2, call, form)
    torch.load(made.path, weights_only=False)
    assert made.went_off()


def test_a_plain_pickle_runs_when_it_is_unpickled():
    made = trap(3, "mkdir", "pickle")
    pickle.loads(made.path.read_bytes())
    assert made.went_off()


@pytest.mark.filterwarnings("ignore")
def test_the_default_of_torch_load_can_be_switched_off_from_outside(monkeypatch):
    monkeypatch.setenv("TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD", "1")
    made = trap(4, "mkdir")
    torch.load(made.path)
    assert made.went_off()


def test_a_file_names_the_classes_it_was_asked_to_name(tmp_path):
    names = ["lab.models.Net", "lab.Settings", "tools.Timer"]
    save_naming(names, random_state(5), tmp_path / "a.pth")
    assert sorted(get_unsafe_globals_in_checkpoint(tmp_path / "a.pth")) == sorted(names)


def test_a_class_in_the_file_cannot_be_imported_by_who_opens_it(tmp_path):
    save_naming(["lab_of_a_colleague.Net"], {}, tmp_path / "a.pth")
    with pytest.raises(ModuleNotFoundError, match="No module named 'lab_of_a_colleague'"):
        torch.load(tmp_path / "a.pth", weights_only=False)


def test_a_name_that_the_pickle_cannot_hold_is_refused_rather_than_written_as_text(tmp_path):
    with pytest.raises(ValueError, match="ASCII"):
        save_naming(["lab.ä.Net"], {}, tmp_path / "x.pth")
