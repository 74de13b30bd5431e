"""`make screenshots`: the screenshots of the README, chosen from those that `make browser` took, as small files."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
TAKEN = ROOT / "build" / "screenshots"
KEPT = ROOT / "docs" / "screenshots"
CHOSEN = (
    "widget-04-restoring",
    "widget-02-training-trace",
    "quick-check-04-restoring-dark",
    "formgrader-graded",
)
COLOURS = 256  #: with fewer, small yellow marks lose theirs


def main() -> None:
    KEPT.mkdir(exist_ok=True)
    for name in CHOSEN:
        taken = Image.open(TAKEN / f"{name}.png").convert("RGB")
        taken.quantize(COLOURS, dither=Image.Dither.NONE).save(KEPT / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
