"""The file is made in memory and then written whole; clones, a config key more, and a module's own helpers."""

import io
import re
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Entry:
    epoch: int
    score: float
    path: Path


def entries(folder):
    found = [(re.fullmatch(r"(\d+)_(.+)", path.stem), path) for path in folder.glob("*.pt")]
    return sorted(Entry(int(match[1]), float(match[2]), path) for match, path in found)


def best_entry(found):
    scored = [entry for entry in found if entry.score == entry.score]
    return min(scored, key=lambda entry: (-entry.score, entry.epoch), default=None)


class Checkpointer:
    """The files are the only state."""

    def __init__(self, folder, keep=3):
        self.folder, self.keep = Path(folder), keep
        self.folder.mkdir(exist_ok=True, parents=True)

    def save(self, model, optimizer, epoch, score):
        score = float(score)
        memory = io.BytesIO()
        state = {key: tensor.detach().clone() for key, tensor in model.state_dict().items()}
        torch.save(
            {"version": 1, "model": state, "optimizer": optimizer.state_dict(), "epoch": epoch, "score": score}, memory
        )
        (self.folder / "new").write_bytes(memory.getvalue())
        (self.folder / "new").rename(self.folder / f"{epoch}_{score}.pt")
        found = entries(self.folder)
        for entry in set(found) - {*found[-self.keep :], best_entry(found)}:
            entry.path.unlink(missing_ok=True)

    def best(self):
        if (entry := best_entry(entries(self.folder))) is None:
            raise FileNotFoundError(str(self.folder))
        return entry.path

    def restore(self, model, optimizer=None, which="best"):
        match which:
            case "best":
                path = self.best()
            case "last":
                found = entries(self.folder)
                if not found:
                    raise FileNotFoundError(str(self.folder))
                path = found[-1].path
            case _:
                raise ValueError(f"which: {which}")
        saved = torch.load(path, map_location="cpu", weights_only=True)
        model.load_state_dict(saved["model"])
        if optimizer is not None:
            optimizer.load_state_dict(saved["optimizer"])
        return saved["epoch"]
