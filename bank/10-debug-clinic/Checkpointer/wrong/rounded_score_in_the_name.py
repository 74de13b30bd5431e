"""The score is read from the name of the file, where it was rounded."""

import os
import math
import pathlib


class Checkpointer:
    def __init__(self, folder, keep=3):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.keep = keep

    def _paths(self):
        return sorted(self.folder.glob("epoch-*.pt"))

    def save(self, model, optimizer, epoch, score):
        path = self.folder / f"epoch-{epoch:06d}-score={score:.3f}.pt"
        temporary = self.folder / (path.name + ".tmp")
        content = {
            "model": model.state_dict(),
            "optimizer": optimizer.state_dict(),
            "epoch": int(epoch),
            "score": float(score),
        }
        torch.save(content, temporary)
        os.replace(temporary, path)
        keep = set(self._paths()[-self.keep :])
        try:
            keep.add(self.best())
        except FileNotFoundError:
            pass
        for old in self._paths():
            if old not in keep:
                old.unlink()

    def best(self):
        best_path, best_score = None, None
        for path in self._paths():
            score = float(path.stem.split("score=")[1])
            if math.isnan(score):
                continue
            if best_score is None or score > best_score:
                best_path, best_score = path, score
        if best_path is None:
            raise FileNotFoundError("no checkpoint with a score")
        return best_path

    def restore(self, model, optimizer=None, which="best"):
        if which == "best":
            path = self.best()
        elif which == "last":
            paths = self._paths()
            if not paths:
                raise FileNotFoundError("no checkpoint")
            path = paths[-1]
        else:
            raise ValueError(f"unknown: {which}")
        saved = torch.load(path, weights_only=True)
        model.load_state_dict(saved["model"])
        if optimizer is not None:
            optimizer.load_state_dict(saved["optimizer"])
        return saved["epoch"]
