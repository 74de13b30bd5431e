"""An index in JSON lies beside the checkpoints and is written after them, under another name first."""

import json


class Checkpointer:
    def __init__(self, folder, keep=3):
        self.folder, self.keep = Path(folder), keep
        self.folder.mkdir(parents=True, exist_ok=True)
        self.index = self.folder / "index.json"

    def entries(self):
        return json.loads(self.index.read_text()) if self.index.exists() else []

    def save(self, model, optimizer, epoch, score):
        name = f"{epoch}.pt"
        part = self.folder / "writing.tmp"
        content = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch, "score": score}
        torch.save(content, part)
        part.rename(self.folder / name)
        entries = [*self.entries(), [name, score]]
        best = self.best_of(entries)
        kept = [entry for entry in entries[: -self.keep] if entry == best] + entries[-self.keep :]
        part.write_text(json.dumps(kept))
        part.replace(self.index)
        for gone, _ in entries:
            if gone not in [name for name, _ in kept]:
                (self.folder / gone).unlink()

    def best_of(self, entries):
        best = None
        for entry in entries:
            if entry[1] == entry[1] and (best is None or entry[1] > best[1]):
                best = entry
        return best

    def best(self):
        best = self.best_of(self.entries())
        if best is None:
            raise FileNotFoundError(self.folder)
        return self.folder / best[0]

    def restore(self, model, optimizer=None, which="best"):
        if which == "best":
            path = self.best()
        elif which == "last":
            if not self.entries():
                raise FileNotFoundError(self.folder)
            path = self.folder / self.entries()[-1][0]
        else:
            raise ValueError("best or last")
        saved = torch.load(path, map_location="cpu")
        model.load_state_dict(saved["model"])
        if optimizer:
            optimizer.load_state_dict(saved["optimizer"])
        return saved["epoch"]
