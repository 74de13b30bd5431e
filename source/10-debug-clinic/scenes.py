"""What the checks of assignment 10 use: situations to play with your functions, and what to say about a result."""

import os
from pathlib import Path
from unittest import mock

import torch
from torch import nn

from coursekit import check
from coursekit.checkpoints import random_checkpoint, random_model
from coursekit.clinic import TinyNet, cut_off, make_lfs_pointer
from coursekit.folders import new_folder
from coursekit.scenario import scenario


def say(program, *arguments):
    """Run a broken program and print the first lines of its error."""
    try:
        program(*arguments)
    except Exception as error:
        lines = [line.strip() for line in str(error).splitlines()]
        print(f"{type(error).__name__}: {lines[0][:240]}{' …' if len(lines[0]) > 240 else ''}")
        for line in lines:
            if line.startswith("WeightsUnpickler error"):
                print(f"{line[:120]} …")


class SubNet(nn.Module):
    """Two layers, one inside a part that is called submodule."""

    def __init__(self):
        super().__init__()
        self.submodule = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 4))
        self.bn = nn.BatchNorm1d(4)
        self.head = nn.Linear(4, 2)

    def forward(self, x):
        return self.head(self.bn(self.submodule(x)))


class AdapterNet(nn.Module):
    """A layer, and a part that is called module, after it."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 4)
        self.inner = nn.ModuleDict({"module": nn.Linear(4, 2)})

    def forward(self, x):
        return self.inner["module"](self.first(x))


def open_elsewhere(path, name):
    """Open a file as a program does that knows no class and allows none."""
    check.that(path.is_file(), f"{name} wrote no file under exactly the name that it was given.")
    allowed = torch.serialization.get_safe_globals()
    torch.serialization.clear_safe_globals()
    try:
        loaded = torch.load(path, weights_only=True)
    except Exception as error:
        loaded, problem = None, type(error).__name__
    finally:
        torch.serialization.add_safe_globals(allowed)
    check.that(
        loaded is not None,
        f"{name}: torch.load(path, weights_only=True) cannot open the file elsewhere. "
        "Something in it is not plain data. Try to open the file, and read which name is refused."
        + ("" if loaded is not None else f" ({problem})"),
    )
    check.that(isinstance(loaded, dict), f"{name}: the file should hold a dict, but holds a {type(loaded).__name__}.")
    return loaded


def settings_of(loaded):
    """The settings in a file, with "/" between folders: Windows writes a path as a text in another way."""
    settings = loaded.get("settings")
    if isinstance(settings, dict) and isinstance(settings.get("data"), str):
        return settings | {"data": settings["data"].replace(os.sep, "/")}
    return settings


def check_kinds(settings):
    """Check that each of the settings is of the kind that the contract says."""
    for key, kind in [("hidden", int), ("lr", float), ("data", str), ("score", float)]:
        check.that(
            type(settings[key]) is kind,
            f'fix_2(): "{key}" in the file should have the type {kind.__name__}, not {type(settings[key]).__name__}.',
        )


def damage(path, how):
    """Make a file unreadable: "cut", "cut short", "empty" or "pointer"; "no" leaves it as it is."""
    if how == "cut":
        cut_off(path)
    elif how == "cut short":
        cut_off(path, 0.001)
    elif how == "empty":
        cut_off(path, 0)
    elif how == "pointer":
        make_lfs_pointer(path)


def damaged_run(seed, factory, damages):
    """Write one checkpoint for each entry of damages, and damage it. Returns the checkpoints, the oldest first.

    Their names do not say which is newer.
    """
    folder = new_folder()
    run = [random_checkpoint(seed=seed - n, factory=factory, folder=folder) for n in range(len(damages))]
    for age, (saved, how) in enumerate(zip(run, damages, strict=True)):
        damage(saved.path, how)
        os.utime(saved.path, times=(1e9 - 60 * age, 1e9 - 60 * age))  # copied: the first file has the newest time
    return run


def one_step(model, optimizer, seed):
    """Make one step with random gradients for all parameters. The same seed gives the same gradients."""
    g = torch.Generator().manual_seed(seed)
    for parameter in model.parameters():
        parameter.grad = torch.rand(parameter.shape, generator=g).to(parameter.dtype)
    optimizer.step()


def fine_tune(path, seed, factory, trained, before, after=0, lr=0.01):
    """Train the parameters that `trained` names, write a checkpoint after some steps, and make some more.

    before, after: the number of steps before and after the checkpoint

    Returns the state dict of the model at the end.
    """
    model = random_model(seed, factory)
    optimizer = torch.optim.Adam([model.get_parameter(name) for name in trained], lr=lr)
    for n in range(before):
        one_step(model, optimizer, seed + n)
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "trained": list(trained)}, path)
    for n in range(before, before + after):
        one_step(model, optimizer, seed + n)
    return dict(model.state_dict())


@scenario
def resume_fine_tuning(fix_4, path, seed, factory, first, steps):
    """Resume from a checkpoint with fix_4, and make some more steps.

    first: how many steps had been made before the checkpoint

    Returns a dict: "optimizer", the kind of what fix_4 returned; "trained", the names of its parameters;
    "model", the state dict of the model at the end.
    """
    model = factory()
    optimizer = fix_4(path, model)
    kind = "Adam" if isinstance(optimizer, torch.optim.Adam) else type(optimizer).__name__
    seen = {"optimizer": kind, "trained": [], "model": None}
    if isinstance(optimizer, torch.optim.Optimizer):
        names = {id(parameter): name for name, parameter in model.named_parameters()}
        held = [parameter for group in optimizer.param_groups for parameter in group["params"]]
        seen["trained"] = [names.get(id(parameter), "a parameter of another model") for parameter in held]
        for n in range(first, first + steps):
            one_step(model, optimizer, seed + n)
    return seen | {"model": dict(model.state_dict())}


def check_training(actual, expected, name, hint):
    """Check that two states are equal, up to rounding."""
    apart = [key for key in expected if not (actual[key].double() - expected[key].double()).abs().max() <= 1e-5]
    check.that(
        not apart,
        f"{name}: after some more steps, the values differ from a run without the stop: {', '.join(apart[:3])}. {hint}",
    )


def go_on(model, optimizer, scheduler, seed, first, epochs):
    """Train for some epochs, one step each. Returns the learning rate of every epoch."""
    rates = []
    for epoch in range(first, first + epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        one_step(model, optimizer, seed + epoch)
        scheduler.step()
    return rates


def train_with_warm_up(path, seed, factory, before, after=0):
    """Train, write a checkpoint after some epochs, and train for some more.

    Returns a dict: "rates", the learning rates after the checkpoint; "model", the state dict of the model at the end.
    """
    model = random_model(seed, factory)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    scheduler = torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=0.1, total_iters=8)
    go_on(model, optimizer, scheduler, seed, 0, before)
    parts = {"model": model, "optimizer": optimizer, "scheduler": scheduler}
    torch.save({name: part.state_dict() for name, part in parts.items()}, path)
    rates = go_on(model, optimizer, scheduler, seed, before, after)
    return {"rates": rates, "model": dict(model.state_dict())}


@scenario
def resume_warm_up(fix_5, path, seed, factory, before, after):
    """Resume from a checkpoint with fix_5, and train for some more epochs.

    Returns what train_with_warm_up returns, or None when fix_5 returned no optimizer and scheduler.
    """
    model = factory()
    pair = fix_5(path, model)
    kinds = (torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler)
    if not isinstance(pair, (tuple, list)) or len(pair) != 2 or not all(map(isinstance, pair, kinds)):
        return None
    optimizer, scheduler = pair
    rates = go_on(model, optimizer, scheduler, seed, before, after)
    return {"rates": rates, "model": dict(model.state_dict())}


def check_pair(seen):
    """Check that there was an optimizer and a scheduler to go on with."""
    check.that(seen is not None, "fix_5() should return two things in this order: the optimizer and the scheduler.")


def check_rates(actual, expected, name):
    """Check learning rates, up to rounding."""
    wrong = [n for n, (a, e) in enumerate(zip(actual, expected, strict=True), 1) if abs(a - e) > 1e-9]
    check.that(
        not wrong,
        f"{name}: the learning rate is not the same as without the stop, in epoch {wrong[0] if wrong else 0} after it.",
    )


def new_training(seed, factory):
    """Make a model with random values, and an optimizer."""
    model = random_model(seed, factory)
    return model, torch.optim.SGD(model.parameters(), lr=0.01 + seed / 10_000, momentum=0.9)


def one_epoch(model, optimizer, seed):
    """Change everything in place, as one epoch of training does."""
    one_step(model, optimizer, seed)
    with torch.no_grad():
        for buffer in model.buffers():
            buffer.add_(1)


def history(seed, factory, epochs, first=1):
    """Train without a checkpointer. Returns {epoch: {"model": state dict, "optimizer": state dict}}.

    first: the number of the first epoch
    """
    model, optimizer = new_training(seed, factory)
    states = {}
    for epoch in range(first, first + epochs):
        one_epoch(model, optimizer, seed + epoch)
        states[epoch] = {"model": copied(model.state_dict()), "optimizer": optimizer.state_dict()}
        held = states[epoch]["optimizer"]
        held["state"] = {n: copied(s) for n, s in held["state"].items()}
    return states


def copied(tensors):
    """Copy a dict of tensors: training changes the tensors themselves."""
    return {name: value.clone() for name, value in tensors.items()}


@scenario
def train_with(
    Checkpointer,
    folder,
    scores,
    seed,
    factory=TinyNet,
    keep=None,
    more=0,
    restore=(),
    with_optimizer=False,
    reopen=False,
    first=1,
):
    """Train for one epoch per score and save after each; then look at everything.

    keep:           None for the default of the class
    more:           epochs of training after the last save, which are not saved
    restore:        what to restore at the end, each into a new model: the words for which, None to leave it out
    with_optimizer: restore a new optimizer too
    reopen:         make a new Checkpointer before every save and every question, as another program would
    first:          the number of the first epoch

    Returns a dict: "best", the answer of best() at the end, or the name of its error; "restored", for each word of
    restore a dict of "epoch", what restore() returned, or the name of its error; and "model" and "optimizer", states.
    """

    def open_folder():
        return Checkpointer(folder) if keep is None else Checkpointer(folder, keep)

    def answer(method, error, *arguments, **options):
        try:
            return getattr(open_folder() if reopen else checkpointer, method)(*arguments, **options)
        except error:
            return error.__name__

    model, optimizer = new_training(seed, factory)
    checkpointer = open_folder()
    for epoch, score in enumerate(scores, first):
        one_epoch(model, optimizer, seed + epoch)
        checkpointer = open_folder() if reopen else checkpointer
        checkpointer.save(model, optimizer, epoch, score)
    for epoch in range(first + len(scores), first + len(scores) + more):
        one_epoch(model, optimizer, seed + epoch)
    best = answer("best", FileNotFoundError)
    restored = []
    for which in restore:
        other, other_optimizer = new_training(seed + 50, factory)
        arguments = (other, other_optimizer) if with_optimizer else (other,)
        options = {} if which is None else {"which": which}
        error = FileNotFoundError if which in (None, "best", "last") else ValueError
        epoch = answer("restore", error, *arguments, **options)
        states = {"model": dict(other.state_dict()), "optimizer": other_optimizer.state_dict()}
        restored.append({"epoch": epoch, **states})
    return {"best": best, "restored": restored}


def checkpoint_in(path, name):
    """Open a checkpoint and check its keys."""
    saved = open_elsewhere(path, name)
    missing = [key for key in ("model", "optimizer", "epoch", "score") if key not in saved]
    check.that(not missing, f"{name}: a checkpoint has no entry {', '.join(missing)}.")
    return saved


def check_path(path, name):
    """Check that best() gave the Path of a file."""
    check.that(
        path != "FileNotFoundError", f"{name}: best() raised FileNotFoundError, although there is a best checkpoint."
    )
    check.that(isinstance(path, Path), f"{name}: best() should return a Path, but returned a {type(path).__name__}.")
    check.that(path.is_file(), f"{name}: best() returned the path of a file that is not there.")


def check_epochs(folder, epochs, keep, name):
    """Check which epochs are in the folder. A checkpoint may be there twice, as a copy of the best one.

    Returns the checkpoints.
    """
    paths = sorted(folder.glob("*.pt"))
    checkpoints = [checkpoint_in(path, name) for path in paths]
    found = [saved["epoch"] for saved in checkpoints]
    check.that(found, f"{name}: no file in the folder ends in .pt.")
    check.that(
        len(paths) <= keep + 1,
        f"{name}: {len(paths)} files end in .pt. The newest {keep} should be there, and the best one.",
    )
    missing, too_many = set(epochs) - set(found), set(found) - set(epochs)
    check.that(
        not missing,
        f"{name}: a checkpoint was deleted that should be there. Which are the newest {keep}? Is the best one kept? "
        "Compare epochs as numbers.",
    )
    check.that(not too_many, f"{name}: an old checkpoint is there that should have been deleted.")
    return checkpoints


def check_optimizer(actual, expected, name):
    """Check that two state dicts of SGD hold the same learning rate and the same momentum."""
    rates = [[group["lr"] for group in state["param_groups"]] for state in (actual, expected)]
    check.that(rates[0] == rates[1], f"{name}: the optimizer's learning rate is not the one that was saved.")
    same = actual["state"].keys() == expected["state"].keys() and all(
        check.same_values(actual["state"][n]["momentum_buffer"], values["momentum_buffer"])
        for n, values in expected["state"].items()
    )
    check.that(same, f"{name}: the optimizer's momentum is not the one that was saved.")


@scenario
def save_on_a_full_disk(Checkpointer, folder, scores, seed, next_score):
    """Train and save, then let torch.save fail in the middle of the next file. Ask a new Checkpointer what is there.

    Returns a dict: "stopped", whether the save stopped; "best" and "last", the epoch that restore() returns;
    "next", the epoch that is the last one after one more good save; "problem", the error that came before, or None.
    """
    model, optimizer = new_training(seed, TinyNet)
    checkpointer = Checkpointer(folder, 2)
    for epoch, score in enumerate(scores, 1):
        one_epoch(model, optimizer, seed + epoch)
        checkpointer.save(model, optimizer, epoch, score)
    really_save = torch.save

    def failing_save(obj, f, *arguments, **options):
        really_save(obj, f, *arguments, **options)
        if isinstance(f, (str, Path)):
            cut_off(f, 0.5)
        raise OSError("No space left on device")

    stopped = False
    with mock.patch("torch.save", failing_save):
        try:
            checkpointer.save(model, optimizer, len(scores) + 1, next_score)
        except OSError:
            stopped = True
    seen = {"stopped": stopped, "problem": None}
    try:
        for which in ("best", "last"):
            seen[which] = Checkpointer(folder, 2).restore(TinyNet(), which=which)
        Checkpointer(folder, 2).save(model, optimizer, len(scores) + 2, -100.0)
        seen["next"] = Checkpointer(folder, 2).restore(TinyNet(), which="last")
    except NotImplementedError:
        raise
    except Exception as error:
        seen["problem"] = type(error).__name__
    return seen


def check_full_disk(seen, epochs, best):
    """Check that nothing was lost when a save failed. A save that goes around torch.save may also have worked."""
    check.that(
        seen["problem"] is None,
        f"A save failed in the middle. After that, restore() or the next save() raised {seen['problem']}. Did it find "
        "the file that was only half written? Write to a name that does not end in .pt, and rename it at the end.",
    )
    done = epochs if seen["stopped"] else epochs + 1
    check.that(
        seen["last"] == done,
        "A save failed in the middle. After that, restore() does not give the last good checkpoint.",
    )
    check.that(
        seen["best"] == best or not seen["stopped"],
        "A save failed in the middle. After that, restore() does not give the best good checkpoint.",
    )
    check.that(seen["next"] == epochs + 2, "A save failed in the middle, and the next good save is not the last one.")
