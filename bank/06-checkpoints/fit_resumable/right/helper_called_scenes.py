"""Helpers called scenes and seen, and a trace that is a list of its own class."""

from copy import copy
from os.path import *


class straight(list):
    def note(self, **entry):
        self.append(copy(entry))


def scenes(things):
    return {key: value.state_dict() for key, value in things.items()}


def seen(path, things):
    if not exists(path):
        return 0
    content = torch.load(path, weights_only=True)
    for key, value in things.items():
        value.load_state_dict(content[key])
    torch.set_rng_state(content["random"])
    return content["epoch"]


def fit_resumable(path, model, loader, loss_fn, optimizer, scheduler, epochs, stop_after=None):
    things, trace = {"model": model, "optimizer": optimizer, "scheduler": scheduler}, straight()
    for epoch in range(seen(path, things) + 1, (epochs if stop_after is None else stop_after) + 1):
        rate = scheduler.get_last_lr()[0]
        trace.note(epoch=epoch, lr=rate, loss=run_epoch(model, loader, loss_fn, optimizer))
        scheduler.step()
        torch.save({**scenes(things), "epoch": epoch, "random": torch.get_rng_state()}, path)
    return trace
