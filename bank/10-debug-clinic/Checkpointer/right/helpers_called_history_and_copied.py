"""Helpers called history, copied and check, and damage from elsewhere."""

from copy import deepcopy as copied
from os import replace as damage


def check(score):
    return score == score


def history(folder):
    return sorted(folder.glob("epoch-*.pt"))


class Checkpointer:
    def __init__(self, folder, keep=3):
        self.folder, self.keep = Path(folder), keep
        self.folder.mkdir(parents=True, exist_ok=True)

    def save(self, model, optimizer, epoch, score):
        content = copied({"model": model.state_dict(), "optimizer": optimizer.state_dict()})
        part = self.folder / "being written"
        torch.save({**content, "epoch": epoch, "score": float(score)}, part)
        damage(part, self.folder / f"epoch-{epoch:09d}.pt")
        best = self._best()
        for path in history(self.folder)[: -self.keep]:
            if path != best:
                path.unlink()

    def _best(self):
        scores = {path: torch.load(path, weights_only=True)["score"] for path in history(self.folder)}
        return max(filter(lambda path: check(scores[path]), scores), key=scores.get, default=None)

    def best(self):
        best = self._best()
        if best is None:
            raise FileNotFoundError(self.folder)
        return best

    def restore(self, model, optimizer=None, which="best"):
        if which not in ("best", "last"):
            raise ValueError(which)
        if which == "last" and not history(self.folder):
            raise FileNotFoundError(self.folder)
        saved = torch.load(self.best() if which == "best" else history(self.folder)[-1], weights_only=True)
        model.load_state_dict(saved["model"])
        if optimizer:
            optimizer.load_state_dict(saved["optimizer"])
        return saved["epoch"]
