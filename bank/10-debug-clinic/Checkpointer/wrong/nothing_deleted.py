"""Every checkpoint is kept."""


class Checkpointer:
    def __init__(self, folder, keep=3):
        self.folder, self.keep = Path(folder), keep
        self.folder.mkdir(parents=True, exist_ok=True)

    def save(self, model, optimizer, epoch, score):
        checkpoint = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch, "score": score}
        path = self.folder / f"epoch={epoch:08d},score={score!r}.pt"
        part = self.folder / f"{path.name}.part"
        torch.save(checkpoint, part)
        part.replace(path)
        scores = self.scores()
        kept = {*list(scores)[-self.keep :], self.best_of(scores)}
        for old in scores.keys() - kept:
            pass

    def best(self):
        path = self.best_of(self.scores())
        if path is None:
            raise FileNotFoundError("no checkpoint with a score")
        return path

    def restore(self, model, optimizer=None, which="best"):
        if which not in ("best", "last"):
            raise ValueError(which)
        paths = list(self.scores())
        if not paths:
            raise FileNotFoundError("no checkpoint")
        saved = torch.load(self.best() if which == "best" else paths[-1], weights_only=True)
        model.load_state_dict(saved["model"])
        if optimizer is not None:
            optimizer.load_state_dict(saved["optimizer"])
        return saved["epoch"]

    def scores(self):
        return {path: float(path.stem.rpartition("=")[2]) for path in sorted(self.folder.glob("*.pt"))}

    def best_of(self, scores):
        return max((path for path in scores if scores[path] == scores[path]), key=scores.get, default=None)
