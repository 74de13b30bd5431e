"""A dataclass that reads the scores from the files."""

import math
import os
from dataclasses import dataclass


@dataclass
class Checkpointer:
    folder: "str | Path"
    keep: int = 3

    def __post_init__(self):
        self.folder = Path(self.folder)
        os.makedirs(self.folder, exist_ok=True)

    @property
    def _all(self):
        found = [(int(p.stem.split("_")[1]), p) for p in self.folder.iterdir() if p.suffix == ".pt"]
        return [(e, torch.load(p, weights_only=True, mmap=True)["score"], p) for e, p in sorted(found)]

    def _top(self, found):
        scored = [(s, -e, p) for e, s, p in found if not math.isnan(s)]
        return max(scored)[2] if scored else None

    def save(self, model, optimizer, epoch, score):
        tmp = self.folder / "being_written.tmp"
        torch.save(dict(model=model.state_dict(), optimizer=optimizer.state_dict(), epoch=epoch, score=score), tmp)
        os.replace(tmp, self.folder / f"epoch_{epoch}.pt")
        found = self._all
        stay = {p for _, _, p in found[-self.keep :]} | {self._top(found)}
        for _, _, p in found:
            p in stay or p.unlink()

    def best(self):
        if (p := self._top(self._all)) is None:
            raise FileNotFoundError(self.folder)
        return p

    def restore(self, model, optimizer=None, which="best"):
        match which:
            case "best":
                path = self.best()
            case "last":
                if not self._all:
                    raise FileNotFoundError(self.folder)
                path = self._all[-1][2]
            case _:
                raise ValueError(which)
        saved = torch.load(path, weights_only=True)
        model.load_state_dict(saved["model"])
        if optimizer:
            optimizer.load_state_dict(saved["optimizer"])
        return saved["epoch"]
