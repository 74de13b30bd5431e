"""A module-level folder, a helper called content, and the star of pathlib."""

from pathlib import *

folder = ["model", "optimizer", "scheduler"]


class content(dict):
    def add(self, name, value):
        self[name] = value.state_dict()


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    whole = content(epoch=epoch, random=torch.get_rng_state())
    for name, value in zip(folder, (model, optimizer, scheduler)):
        whole.add(name, value)
    beside = Path(path).with_name("writing.pth")
    torch.save(dict(whole), beside)
    beside.replace(path)
