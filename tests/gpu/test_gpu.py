"""What a GPU writes, restores and resumes, beside what the course forges and says of it.

What can be asked of any device is asked of the CPU as well, so these tests themselves are tried everywhere.
"""

from __future__ import annotations

import pickletools
from pathlib import Path

import pytest
import torch
from torch import distributed, nn
from torch.nn import functional as F
from torch.nn.parallel import DistributedDataParallel

from coursekit import check
from coursekit.checkpoints import random_checkpoint, random_model, save_as_if_on
from coursekit.clinic import save_from_gpus
from coursekit.models import DropoutNet, MixedNet, NormNet, PlainNet, TiedNet

MODELS = [PlainNet, NormNet, TiedNet, MixedNet]
GPU = pytest.param("cuda:0", marks=pytest.mark.gpu)
any_device = pytest.mark.parametrize("device", ["cpu", GPU])
both_formats = pytest.mark.parametrize("legacy", [False, True], ids=["zip", "legacy"])


def write_on(device: str, model: nn.Module, path: Path, legacy: bool = False) -> Path:
    torch.save(model.to(device).state_dict(), path, _use_new_zipfile_serialization=not legacy)
    return path


def devices_of(state: dict[str, torch.Tensor]) -> set[str]:
    return {str(value.device) for value in state.values()}


@any_device
@pytest.mark.parametrize("factory", MODELS)
def test_the_forged_file_is_the_one_that_the_device_writes_byte_for_byte(device, factory, tmp_path):
    (tmp_path / "real").mkdir()
    real = write_on(device, random_model(1, factory), tmp_path / "real" / "a.pth")
    save_as_if_on(device, random_model(1, factory).state_dict(), tmp_path / "a.pth")
    assert (tmp_path / "a.pth").read_bytes() == real.read_bytes()


def legacy_content(path: Path) -> tuple[list, list]:
    """What the five pickles of an old file say, and the bytes of its storages, which are named after addresses."""
    said = []
    with path.open("rb") as file:
        for _ in range(5):  # magic number, protocol, system, the object, the names of the storages
            said += [
                (command.name, "name" if isinstance(argument, str) and argument.isdigit() else argument)
                for command, argument, _ in pickletools.genops(file)
            ]
        return said, sorted(file.read())


@any_device
@pytest.mark.parametrize("factory", MODELS)
def test_the_forged_file_of_the_old_format_says_what_the_device_writes(device, factory, tmp_path):
    real = write_on(device, random_model(1, factory), tmp_path / "real.pth", legacy=True)
    save_as_if_on(device, random_model(1, factory).state_dict(), tmp_path / "a.pth", legacy=True)
    assert legacy_content(tmp_path / "a.pth") == legacy_content(real)


@any_device
@both_formats
def test_real_and_forged_files_open_where_they_were_saved_and_wherever_a_reader_wants(device, legacy, tmp_path):
    forged = random_checkpoint(2, saved_on=device, legacy=legacy, folder=tmp_path)
    for path in (forged.path, write_on(device, random_model(2), tmp_path / "real.pth", legacy)):
        assert devices_of(torch.load(path)) == {device}
        for rule in ("cpu", {device: "cpu"}, lambda storage, location: storage):
            there = torch.load(path, map_location=rule)
            assert devices_of(there) == {"cpu"}
            check.same_parameters(there, forged.state_dict, "the file")
        assert devices_of(torch.load(path, map_location="meta")) == {"meta"}
        check.same_parameters(torch.load(path, map_location=device), random_model(2).to(device).state_dict(), "there")


@pytest.mark.gpu
@both_formats
def test_a_gpu_that_this_machine_lacks_is_named(legacy, tmp_path):
    count = torch.cuda.device_count()
    forged = random_checkpoint(3, saved_on=f"cuda:{count}", legacy=legacy, folder=tmp_path)
    with pytest.raises(
        RuntimeError, match=rf"object on CUDA device {count} but torch.cuda.device_count\(\) is {count}"
    ):
        torch.load(forged.path)
    there = torch.load(forged.path, map_location={f"cuda:{count}": f"cuda:{count - 1}"})
    assert devices_of(there) == {f"cuda:{count - 1}"}


@any_device
@pytest.mark.parametrize("factory", MODELS)
def test_a_model_is_restored_across_devices_and_stays_where_it_is(device, factory, tmp_path):
    wanted = random_model(4, factory).state_dict()
    path = write_on(device, random_model(4, factory), tmp_path / "a.pth")
    for home, place in [("cpu", "cpu"), (device, "cpu"), (device, device), ("cpu", device)]:
        model = factory().to(home)
        model.load_state_dict(torch.load(path, map_location=place))
        assert devices_of(model.state_dict()) == {home}
        check.same_parameters(model.cpu().state_dict(), wanted, "the model")


@any_device
def test_assign_takes_the_file_s_device(device, tmp_path):
    path = write_on(device, random_model(5), tmp_path / "a.pth")
    model = NormNet()
    model.load_state_dict(torch.load(path), assign=True)
    assert devices_of(model.state_dict()) == {device}


class Run:
    """A training run in half precision whose every part has a state: see lesson 6."""

    def __init__(self, device: str, seed: int):
        torch.manual_seed(seed)  # of the CPU and of every GPU
        self.device = torch.device(device)
        self.model = DropoutNet().to(device)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=0.02)
        self.scheduler = torch.optim.lr_scheduler.StepLR(self.optimizer, step_size=2)
        self.scaler = torch.amp.GradScaler(self.device.type, growth_interval=3)

    def parts(self):
        return {"model": self.model, "optimizer": self.optimizer, "scheduler": self.scheduler, "scaler": self.scaler}

    def train(self, steps: int):
        self.model.train()
        for _ in range(steps):
            x = torch.randn(16, 2).to(self.device)  # the CPU's generator
            x = x + 0.1 * torch.randn(16, 2, device=self.device)  # the device's, as dropout
            y = torch.randint(3, (16,)).to(self.device)
            self.optimizer.zero_grad()
            with torch.autocast(self.device.type, torch.float16):
                loss = F.cross_entropy(self.model(x), y)
            self.scaler.scale(loss).backward()
            self.scaler.step(self.optimizer)
            self.scaler.update()
            self.scheduler.step()

    def save(self, path: Path):
        random = {"cpu": torch.get_rng_state(), "cuda": torch.cuda.get_rng_state_all()}
        torch.save({name: part.state_dict() for name, part in self.parts().items()} | {"random": random}, path)

    def load(self, path: Path):
        saved = torch.load(path, map_location="cpu", weights_only=True)
        for name, part in self.parts().items():
            part.load_state_dict(saved[name])
        torch.set_rng_state(saved["random"]["cpu"])
        torch.cuda.set_rng_state_all(saved["random"]["cuda"])

    def state(self):
        return {name: part.state_dict() for name, part in self.parts().items()}


@any_device
def test_a_resumed_run_is_the_same_run_bit_for_bit(device, tmp_path):
    whole = Run(device, seed=6)
    whole.train(7)

    stopped = Run(device, seed=6)
    stopped.train(3)
    stopped.save(tmp_path / "run.pth")
    resumed = Run(device, seed=7)
    resumed.load(tmp_path / "run.pth")
    resumed.train(4)

    check.equal(resumed.state(), whole.state(), "the resumed run")
    assert devices_of(resumed.model.state_dict()) == {device}
    held = resumed.optimizer.state[resumed.model.layer1.weight]
    assert devices_of({name: value for name, value in held.items() if name != "step"}) == {device}


@any_device
@pytest.mark.parametrize("lost", ["model", "optimizer", "scheduler", "scaler", "random"])
def test_each_part_that_is_left_out_changes_the_run(device, lost, tmp_path):
    whole = Run(device, seed=6)
    whole.train(7)
    stopped = Run(device, seed=6)
    stopped.train(3)
    stopped.save(tmp_path / "run.pth")
    saved = torch.load(tmp_path / "run.pth", weights_only=True)
    resumed = Run(device, seed=7)
    new = {name: part.state_dict() for name, part in resumed.parts().items()}
    new["random"] = {"cpu": torch.get_rng_state(), "cuda": torch.cuda.get_rng_state_all()}
    torch.save(saved | {lost: new[lost]}, tmp_path / "run.pth")
    resumed.load(tmp_path / "run.pth")
    resumed.train(4)
    with pytest.raises(check.CheckFailed):
        check.equal(resumed.state(), whole.state(), "the resumed run")


@pytest.mark.gpu
def test_map_location_moves_a_random_state_to_the_gpu_where_nothing_takes_it(tmp_path):
    torch.save(torch.cuda.get_rng_state(), tmp_path / "random.pth")
    moved = torch.load(tmp_path / "random.pth", map_location="cuda")
    for take in (torch.set_rng_state, torch.cuda.set_rng_state):
        with pytest.raises(TypeError, match="RNG state must be"):
            take(moved)
    torch.cuda.set_rng_state(torch.load(tmp_path / "random.pth", map_location="cpu"))


@any_device
def test_the_forged_file_of_a_wrapped_model_is_the_one_of_distributed_data_parallel(device, tmp_path):
    backend = "gloo" if device == "cpu" else "nccl"
    distributed.init_process_group(backend, store=distributed.HashStore(), rank=0, world_size=1)
    try:
        wrapped = DistributedDataParallel(random_model(8, NormNet).to(device))
        (tmp_path / "real").mkdir()
        torch.save(wrapped.state_dict(), tmp_path / "real" / "a.pth")
    finally:
        distributed.destroy_process_group()
    save_from_gpus(8, NormNet, tmp_path / "a.pth", device)
    assert (tmp_path / "a.pth").read_bytes() == (tmp_path / "real" / "a.pth").read_bytes()
