"""A sound, and how likely a voice is in each moment of it: one curve a model."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from coursekit.views.palette import BLUE, GREY, INK, VERMILLION
from coursekit.views.picture import SMALL, Picture, styled
from coursekit.voice import SAMPLE_RATE, WINDOW

#: how the first, second, … curve is drawn: where two are equal, the first still shows behind the second
LINES = (
    {"color": BLUE, "linestyle": "-", "linewidth": 6},
    {"color": INK, "linestyle": "--", "linewidth": 1.6},
    {"color": VERMILLION, "linestyle": "-", "linewidth": 1.4, "marker": "^", "markersize": 4.5, "markevery": 5},
)


def draw_voice(audio: Tensor, curves: Mapping[str, Tensor]) -> Picture:
    """Draw a sound, and below it how likely each model finds a voice in every window.

    audio:  (n,) samples, 16,000 a second
    curves: name to (n / 512,) probabilities, up to three; the others are compared with the first
    """
    return _draw(audio, curves)


def alt_text(audio: Tensor, curves: Mapping[str, Tensor]) -> str:
    """Say in how many windows each model hears a voice, and how far it is from the first one."""
    first = next(iter(curves))
    seconds = len(audio) / SAMPLE_RATE
    said = [f"A sound of {seconds:.1f} seconds, and below it the probability of a voice over time."]
    for name, curve in curves.items():
        text = f"{name}: above one half in {int((curve > 0.5).sum())} of {len(curve)} windows"
        gap = (curve - curves[first]).abs()
        if name != first:
            at = int(gap.argmax()) * WINDOW / SAMPLE_RATE
            far = f"at most {gap.max():.3f} away from {first}, at {at:.1f} s"
            text += f"; {far if gap.max() else f'equal to {first} in every window'}"
        said.append(f"{text}.")
    return " ".join(said)


@styled
def _draw(audio: Tensor, curves: Mapping[str, Tensor]) -> Picture:
    picture = Picture(3.3, alt_text(audio, curves))
    seconds = len(audio) / SAMPLE_RATE
    above = picture.add_axes((0.13, 0.76, 0.85, 0.22))
    loudest = audio.reshape(-1, 64).abs().amax(1)  # a point every 4 ms: more cannot be told apart
    at = torch.arange(len(loudest)) * 64 / SAMPLE_RATE
    above.fill_between(at, -loudest, loudest, color=GREY, linewidth=0)
    above.set(xlim=(0, seconds), ylabel="sound", yticks=[], xticklabels=[])
    below = picture.add_axes((0.13, 0.15, 0.85, 0.48))
    for (name, curve), line in zip(curves.items(), LINES, strict=False):
        middle = (torch.arange(len(curve)) + 0.5) * WINDOW / SAMPLE_RATE
        below.plot(middle, curve, label=name, **line)
    below.set(xlim=(0, seconds), ylim=(-0.03, 1.03), xlabel="time (s)", ylabel="probability\nof a voice")
    below.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3, fontsize=SMALL, handlelength=3.5)
    return picture
