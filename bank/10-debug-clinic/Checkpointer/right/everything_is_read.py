"""Every question reads all files again: slow, but there is nothing to keep in step."""


class Checkpointer:
    def __init__(self, folder, keep=3):
        self.folder, self.keep = Path(folder), keep
        self.folder.mkdir(parents=True, exist_ok=True)

    def _all(self):
        read = [(torch.load(path, weights_only=True), path) for path in self.folder.glob("*.pt")]
        return sorted(read, key=lambda pair: pair[0]["epoch"])

    def _best(self, pairs):
        scored = [pair for pair in pairs if pair[0]["score"] == pair[0]["score"]]
        return max(scored, key=lambda pair: (pair[0]["score"], -pair[0]["epoch"])) if scored else None

    def save(self, model, optimizer, epoch, score):
        part = self.folder / f"part-{epoch}"
        content = dict(model=model.state_dict(), optimizer=optimizer.state_dict(), epoch=int(epoch), score=float(score))
        torch.save(content, part)
        part.rename(self.folder / f"run-{epoch}.pt")
        pairs = self._all()
        best = self._best(pairs)
        for pair in pairs[: -self.keep]:
            if pair is not best:
                pair[1].unlink()

    def best(self):
        best = self._best(self._all())
        if best is None:
            raise FileNotFoundError("no best checkpoint")
        return best[1]

    def restore(self, model, optimizer=None, which="best"):
        choose = {"best": self._best, "last": lambda pairs: pairs[-1] if pairs else None}
        if which not in choose:
            raise ValueError(which)
        pair = choose[which](self._all())
        if pair is None:
            raise FileNotFoundError("no checkpoint")
        model.load_state_dict(pair[0]["model"])
        if optimizer is not None:
            optimizer.load_state_dict(pair[0]["optimizer"])
        return pair[0]["epoch"]
