"""The best checkpoint is copied to best.pt, and the newest files are kept beside it."""

import math
import os
import shutil


class Checkpointer:
    def __init__(self, folder, keep=3):
        self.folder = Path(folder)
        self.keep = keep
        os.makedirs(self.folder, exist_ok=True)

    def save(self, model, optimizer, epoch, score):
        path = self.folder / f"{epoch:05d}.pt"
        unfinished = path.with_suffix(".unfinished")
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict()}
        torch.save({**state, "epoch": epoch, "score": float(score)}, unfinished)
        os.replace(unfinished, path)
        best = self.folder / "best.pt"
        if not math.isnan(score) and (not best.exists() or score > self.read(best)["score"]):
            shutil.copy(path, unfinished)
            os.replace(unfinished, best)
        for old in self.numbered()[: -self.keep]:
            os.remove(old)

    def numbered(self):
        return sorted(path for path in self.folder.glob("*.pt") if path.stem.isdigit())

    def read(self, path):
        return torch.load(path, weights_only=True)

    def best(self):
        path = self.folder / "best.pt"
        if not path.exists():
            raise FileNotFoundError(path)
        return path

    def restore(self, model, optimizer=None, which="best"):
        if which == "last":
            try:
                path = self.numbered()[-1]
            except IndexError:
                raise FileNotFoundError(self.folder) from None
        elif which == "best":
            path = self.best()
        else:
            raise ValueError(which)
        saved = self.read(path)
        model.load_state_dict(saved["model"])
        optimizer is None or optimizer.load_state_dict(saved["optimizer"])
        return saved["epoch"]
