"""Draw the still pictures of the lessons from live models, into notebooks/pictures/.

    python -m tools.pictures

Prints the line that embeds each of them in a lesson. tests/coursekit/test_views.py notices when a picture is no longer
what the code draws.
"""

from __future__ import annotations

import re
import tempfile
from html import unescape
from pathlib import Path

import torch

from coursekit import views
from coursekit.checkpoints import random_checkpoint
from coursekit.models import NormNet, PlainNet
from coursekit.spirals import spiral_net, spirals

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "notebooks" / "pictures"
NUMBER = re.compile(r"−?\d+(?:\.\d+)?")


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, picture in draw_all().items():
        (PICTURES / f"{name}.svg").write_text(picture.svg(), encoding="utf-8")
        print(f"![{picture.alt}](pictures/{name}.svg)\n")


def draw_all() -> dict[str, views.Picture]:
    """Name → picture. A real training run and real files; the seeds make every run draw the same."""
    trace, models = views.watch_training()
    saved = models[-1]
    with tempfile.TemporaryDirectory() as folder, torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        fresh, restored = spiral_net(), spiral_net()
        restored.load_state_dict(saved.state_dict())
        path = Path(folder) / "trained.pth"
        torch.save(saved.state_dict(), path)
        return {
            "pipeline": views.draw_pipeline(path, spiral_net),
            "training": views.draw_training(trace, saved),
            "state": views.draw_state(NormNet(), "layer1.weight"),
            "matching": views.draw_matching(PlainNet(), other_state()),
            "prediction": views.draw_prediction(saved, spirals()[0][:6]),
            "file": views.draw_file(random_checkpoint(17, folder=folder).path),
            "restoring": views.draw_restoring(fresh, saved, restored),
        }


def other_state() -> dict[str, torch.Tensor]:
    """What a PlainNet with five classes leaves behind when one of its layers was saved under another name."""
    state = PlainNet(n_out=5).state_dict()
    state["module.layer1.bias"] = state.pop("layer1.bias")
    return state


def same_drawing(one: str, other: str) -> bool:
    """Whether two SVG pictures by matplotlib say the same: size, alternative text, and every word and number drawn.

    Two machines round differently on the way through a training run. So numbers may differ by 0.05 or by 5 %, and
    lines and colours are not compared.
    """
    first, second = _said(one), _said(other)
    if NUMBER.sub("#", first) != NUMBER.sub("#", second):
        return False
    pairs = zip(NUMBER.findall(first), NUMBER.findall(second), strict=True)
    return all(_close(float(a.replace("−", "-")), float(b.replace("−", "-"))) for a, b in pairs)


def _said(svg: str) -> str:
    """The size, the title, and the words that matplotlib notes in a comment beside the outlines of their letters."""
    parts = (r'viewBox="[^"]*"', r"<title>.*?</title>", r"<!-- .*? -->")
    return unescape("\n".join(found for part in parts for found in re.findall(part, svg, re.S)))


def _close(a: float, b: float) -> bool:
    return abs(a - b) <= max(0.05, 0.05 * max(abs(a), abs(b)))


if __name__ == "__main__":
    main()
