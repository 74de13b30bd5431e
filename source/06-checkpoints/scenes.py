"""What the checks of assignment 6 use: situations to play with your functions, and what to say about a result."""

import contextlib
import errno
import functools
import os
from pathlib import Path
from unittest import mock

import torch
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

from coursekit import check
from coursekit.folders import new_folder
from coursekit.models import PlainNet
from coursekit.scenario import scenario
from coursekit.spirals import spirals

ADAM = functools.partial(torch.optim.Adam, lr=0.02)
MOMENTUM = functools.partial(torch.optim.SGD, lr=0.1, momentum=0.9)
HALVING = functools.partial(torch.optim.lr_scheduler.StepLR, step_size=2, gamma=0.5)
RESTARTS = functools.partial(torch.optim.lr_scheduler.CosineAnnealingWarmRestarts, T_0=2)
POINTS = TensorDataset(*spirals(32, seed=6))


def new_run(factory, seed, make_optimizer=ADAM, make_scheduler=HALVING):
    """Make what a program makes when it starts: a model with first values, an optimizer and a scheduler.

    The usual scheduler halves the learning rate after every second epoch.
    """
    torch.default_generator.manual_seed(seed)  # as torch.manual_seed does, which asks for every kind of GPU first
    model = factory()
    optimizer = make_optimizer(model.parameters())
    return model, optimizer, make_scheduler(optimizer)


class Batches(DataLoader):
    """32 points of the spirals in 2 batches. Counts its batches, and can stop in the middle.

    shuffle: new order in every epoch, drawn from the global random state of PyTorch
    most:    after so many batches the power fails (None: never)
    """

    def __init__(self, shuffle=True, most=None):
        super().__init__(POINTS, batch_size=16, shuffle=shuffle)
        self.count, self.most = 0, most

    def __iter__(self):
        for batch in super().__iter__():
            if self.count == self.most:
                raise PowerCut("the power failed in the middle of an epoch")
            self.count += 1
            yield batch


class PowerCut(Exception):
    """Ends a training session in the middle of an epoch."""


def run_epoch(model, loader, loss_fn, optimizer):
    """Train for one epoch. Returns the mean of the losses of its batches, which are all of one size."""
    model.train()
    losses = []
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return sum(losses) / len(losses)


def train_without_a_stop(factory, seed, epochs, shuffle=True, make_optimizer=MOMENTUM, make_scheduler=HALVING):
    """Train in one go, without a checkpoint. Returns (trace, state of the model)."""
    model, optimizer, scheduler = new_run(factory, seed, make_optimizer, make_scheduler)
    loader, trace = Batches(shuffle), []
    for epoch in range(1, epochs + 1):
        rate = optimizer.param_groups[0]["lr"]
        trace.append({"epoch": epoch, "lr": rate, "loss": run_epoch(model, loader, F.cross_entropy, optimizer)})
        scheduler.step()
    return trace, model.state_dict()


def entries_off(state, expected):
    """Names of the entries of a model's state that are not close to the expected state."""
    return [key for key in expected if not torch.allclose(state[key].double(), expected[key].double(), atol=1e-5)]


def open_checkpoint(path, name):
    """Open a checkpoint as an untrusted file, and say what is wrong if that is not possible."""
    check.that(
        Path(path).is_file() and not Path(path).is_symlink(),
        f"{name} wrote no file at the path that it was given, or only a link to one.",
    )
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:
        check.that(
            False,
            f"The file of {name} cannot be opened with weights_only=True ({type(error).__name__}). "
            "It should hold state dicts, tensors and plain data, no objects such as a whole model or an optimizer.",
        )
    return content


def check_entries(content, expected, name):
    """Check some entries of a checkpoint; other entries do not count."""
    check.that(isinstance(content, dict), f"The file of {name} should hold a dict, but holds something else.")
    for key, value in expected.items():
        check.that(key in content, f'The file of {name} has no entry "{key}".')
        if key == "model":
            check.same_parameters(content[key], value, f'the entry "model" in the file of {name}')
        else:
            check.equal(
                content[key], value, f'the entry "{key}" in the file of {name}', "It should be the state dict itself."
            )


def check_random(content, expected, name):
    """Check the random state in a checkpoint: a tensor, or a list of the same numbers."""
    check.that(isinstance(content, dict), f"The file of {name} should hold a dict, but holds something else.")
    check.that("random" in content, f'The file of {name} has no entry "random".')
    numbers = content["random"].tolist() if torch.is_tensor(content["random"]) else content["random"]
    check.that(
        isinstance(numbers, (list, tuple)),
        f'The entry "random" in the file of {name} should be a tensor or a list of numbers.',
    )
    # The first eight bytes say which seed the state once began with; the numbers that come next do not depend on it.
    check.that(
        len(numbers) == len(expected) and list(numbers)[8:] == expected.tolist()[8:],
        f'The entry "random" in the file of {name} is not the random state that PyTorch had when the function was '
        "called. A seed is not a state: it only says where the random numbers began.",
    )


class FullDisk:
    """Cannot be saved. Saving it raises the error of a full disk, in the middle of writing."""

    def __reduce__(self):
        raise OSError(errno.ENOSPC, "No space left on device")


@scenario
def save_twice(save_checkpoint, path, seed, full_disk, as_text=False):
    """Save a run under the same name twice. The second time the disk can be full.

    The second time, the folder of the file is like a disk of its own: no file can be renamed into it from elsewhere.
    Returns a dict: "raised", whether the second call raised an error; "kept", whether the file at path is still the
    old one, byte for byte; "overwritten", whether new bytes were written into the old file itself; "gone", whether
    there was a moment without any file at path.
    """
    path, gone = Path(path), []

    def noting(change_name):
        def noted(*arguments, **options):
            if change_name.__name__ in ("rename", "replace"):
                source = Path(arguments[0] if arguments else options["src"])
                folder = options.get("src_dir_fd")  # a relative name may start from an open folder
                if source.is_absolute() or folder is None:
                    inside = path.parent.resolve() in source.resolve().parents
                else:
                    inside = os.path.samestat(os.fstat(folder), os.stat(path.parent))
                if not inside:
                    raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
            try:
                return change_name(*arguments, **options)
            finally:
                gone.append(not path.exists())

        return noted

    with torch.random.fork_rng(devices=[]), torch.enable_grad():
        model, optimizer, scheduler = new_run(PlainNet, seed)
        save_checkpoint(str(path) if as_text else path, model, optimizer, scheduler, 1)
        old = path.read_bytes()
        second_name = path.with_name("second name of the old file")
        os.link(path, second_name)
        run_epoch(model, Batches(), F.cross_entropy, optimizer)
        if full_disk:
            scheduler.disk = FullDisk()
        with contextlib.ExitStack() as watched:
            for name in ("remove", "unlink", "rename", "replace"):
                watched.enter_context(mock.patch.object(os, name, noting(getattr(os, name))))
            try:
                save_checkpoint(str(path) if as_text else path, model, optimizer, scheduler, 2)
                raised = False
            except Exception:
                raised = True
    return {
        "raised": raised,
        "kept": path.is_file() and path.read_bytes() == old,
        "overwritten": second_name.read_bytes() != old,
        "gone": any(gone),
    }


@scenario
def load_into_new_run(load_checkpoint, path, factory, seed, make_scheduler=HALVING):
    """Start a new run, load a checkpoint into it, and look at it.

    Returns a dict: "next_epoch", what load_checkpoint returned; "model", "optimizer" and "scheduler", their state
    dicts; "random", the random state; "rates", the learning rates of the next epoch and of five more.
    """
    with torch.random.fork_rng(devices=[]), torch.enable_grad():
        model, optimizer, scheduler = new_run(factory, seed, make_scheduler=make_scheduler)
        next_epoch = load_checkpoint(path, model, optimizer, scheduler)
        seen = {
            "next_epoch": next_epoch,
            "random": torch.get_rng_state(),
            "model": dict(model.state_dict()),
            "optimizer": optimizer.state_dict(),
            "scheduler": {key: value for key, value in scheduler.state_dict().items() if not key.startswith("_")},
        }
    return seen | {"rates": next_rates(optimizer, scheduler)}


def next_rates(optimizer, scheduler):
    """The learning rate of the next epoch and of five more."""
    rates = [optimizer.param_groups[0]["lr"]]
    optimizer.step()  # there are no gradients: only the learning rate changes
    for _ in range(5):
        scheduler.step()
        rates.append(optimizer.param_groups[0]["lr"])
    return rates


@scenario
def train_on(load_checkpoint, path, factory, seed, epochs):
    """Start a new run, load a checkpoint into it, and train for some more epochs.

    Returns a dict: "losses", a list of float; "model", the state dict of the model at the end.
    """
    with torch.random.fork_rng(devices=[]), torch.enable_grad():
        model, optimizer, scheduler = new_run(factory, seed)
        load_checkpoint(path, model, optimizer, scheduler)
        losses = []
        for _ in range(epochs):
            losses.append(run_epoch(model, Batches(), F.cross_entropy, optimizer))
            scheduler.step()
    return {"losses": losses, "model": dict(model.state_dict())}


@scenario
def play_sessions(
    fit_resumable,
    path,
    factory,
    seed,
    epochs,
    sessions,
    shuffle=True,
    move=False,
    make_optimizer=MOMENTUM,
    make_scheduler=HALVING,
):
    """Train in several sessions, each like a new program.

    move:     bring the file into a new folder before every session but the first, as to another computer
    sessions: list, how each session ends: None, when all epochs are done; a number n, by stop_after=n;
              a str such as "6 batches", by a power cut after 6 batches of this session

    Returns a dict: "traces", what each call returned (None after a power cut); "batches", how many batches each
    session trained on; "model" and "optimizer", their state dicts at the end.
    """
    traces, batches = [], []
    with torch.random.fork_rng(devices=[]), torch.enable_grad():
        for number, end in enumerate(sessions):
            if move and number and Path(path).is_file():
                path = Path(path).rename(new_folder() / "moved.pth")
            model, optimizer, scheduler = new_run(factory, seed + 1000 * number, make_optimizer, make_scheduler)
            loader = Batches(shuffle, most=int(end.split()[0]) if isinstance(end, str) else None)
            stop_after = {} if end is None or isinstance(end, str) else {"stop_after": end}
            run = (path, model, loader, F.cross_entropy, optimizer, scheduler, epochs)
            try:
                traces.append(fit_resumable(*run, **stop_after))
            except PowerCut:
                traces.append(None)
            batches.append(loader.count)
    state = {"model": dict(model.state_dict()), "optimizer": optimizer.state_dict()}
    return {"traces": traces, "batches": batches, **state}


def check_trace(trace, expected, name):
    """Check what one call of fit_resumable returned."""
    check.that(
        isinstance(trace, list) and all(isinstance(record, dict) for record in trace),
        f"{name} should return a list of dicts. Is there a return statement, and is it after the loop?",
    )
    for record in trace:
        missing = [key for key in ("epoch", "lr", "loss") if key not in record]
        check.that(not missing, f"{name}: a dict in the trace has no entry {', '.join(missing)}.")
    check.equal(
        [record["epoch"] for record in trace],
        [record["epoch"] for record in expected],
        f"the epochs in the trace of {name}",
        "One dict for each epoch that this call trained; the epochs of the whole run are counted from 1.",
    )
    for record, right in zip(trace, expected, strict=True):
        epoch = record["epoch"]
        hint = (
            "It is read before scheduler.step(). After a stop: is the whole scheduler resumed, and was the "
            "file written "
            "after scheduler.step()?"
        )
        check.close(record["lr"], right["lr"], f'"lr" of epoch {epoch} in the trace of {name}', 1e-9, hint)
        hint = "A run without a stop has a different loss in this epoch. Was everything loaded?"
        check.close(record["loss"], right["loss"], f'"loss" of epoch {epoch} in the trace of {name}', 1e-4, hint)


def check_same_end(seen, straight, name):
    """Check that two runs ended in exactly the same state."""
    check.same_parameters(seen["model"], straight["model"], f"the model at the end of {name}")
    check.equal(seen["optimizer"], straight["optimizer"], f"the optimizer at the end of {name}")


def folder_with(*names):
    """Make a new folder with small files of these names. The first one gets the newest time."""
    folder = new_folder()
    for age, name in enumerate(names):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(name)
        os.utime(folder / name, times=(1e9 - 60 * age, 1e9 - 60 * age))
    return folder


def check_kept(returned, folder, names, name):
    """Check what keep_last returned: paths of these names in the folder, in this order."""
    check.that(isinstance(returned, list), f"{name} should return a list. Is there a return statement?")
    check.that(all(isinstance(path, Path) for path in returned), f"{name} should return a list of pathlib.Path.")
    found = [path.name for path in returned]
    check.that(set(found) == set(names), f"{name} should return the checkpoints that stay, all of them and no others.")
    check.that(found == names, f"{name} returned the right paths in the wrong order, or one of them twice.")
    check.that(
        all(path.resolve() == (folder / path.name).resolve() for path in returned),
        f"{name} returned a path that leads elsewhere. It should begin with the folder.",
    )
