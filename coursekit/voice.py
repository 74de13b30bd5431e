"""A published voice detector: its two files, a sound to try it on, and files of the same form with other values.

silero-vad (MIT licence) says how likely it is that somebody speaks, 31 times a second. Its package carries the files.
The package is never imported here, since that would set the number of threads of the whole process.
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Mapping
from contextlib import AbstractContextManager
from importlib import metadata
from pathlib import Path

import torch
from IPython.display import Audio
from torch import Tensor, nn
from torch.jit import ScriptModule

SAMPLE_RATE = 16_000  #: samples a second
WINDOW = 512  #: samples of one prediction
CONTEXT = 64  #: samples of the window before, which the 16 kHz model hears again
PART = "_model."  #: how the names of the 16 kHz model begin in the program's file


def program_file() -> Path:
    """The published program: TorchScript, which holds code and values of an 8 kHz and a 16 kHz model."""
    return _published("silero_vad.jit")


def weights_file() -> Path:
    """The published safetensors file: values for the 16 kHz model and nothing else, under other names."""
    return _published("silero_vad_16k.safetensors")


def version() -> str:
    """The version of the package that both files come from."""
    return metadata.version("silero-vad")


def _published(name: str) -> Path:
    return Path(str(metadata.distribution("silero-vad").locate_file(f"silero_vad/data/{name}")))


# --- sound --------------------------------------------------------------------------------------------------------

VOWELS = ((730, 1090, 2440), (270, 2290, 3010), (300, 870, 2240), (530, 1840, 2480), (570, 840, 2410))
BANDS = ((1.0, 80), (0.5, 100), (0.25, 150))  #: strength, and width in Hz, of the three resonances of a vowel


def voice_like(seconds: float = 4.0, seed: int = 0) -> Tensor:
    """Make a sound that a detector takes for a voice: 0.6 s of quiet noise, 1.4 s of syllables, and so on.

    seconds: rounded up to whole windows
    seed:    which vowels, and which noise

    Returns (n,) float32 within -1 … 1, 16,000 samples a second, n a multiple of 512.
    Source of the vowels' resonances, in Hz: Peterson and Barney, "Control methods used in a study of the vowels", 1952.
    """
    g = torch.Generator().manual_seed(seed)
    n = -(-round(seconds * SAMPLE_RATE) // WINDOW) * WINDOW
    t = torch.arange(n, dtype=torch.float64) / SAMPLE_RATE
    pitch = 120 * (1 + 0.08 * torch.sin(4.4 * t) + 0.02 * torch.sin(31.4 * t))
    phase = 2 * torch.pi * torch.cumsum(pitch, 0) / SAMPLE_RATE
    syllable, within = (t / 0.22).long(), (t / 0.22) % 1
    spoken = torch.randint(len(VOWELS), (int(syllable[-1]) + 2,), generator=g)
    vowels = torch.tensor(VOWELS, dtype=torch.float64)[spoken]
    glide = ((within - 0.7) / 0.3).clamp(min=0)[:, None]
    resonances = (1 - glide) * vowels[syllable] + glide * vowels[syllable + 1]
    sound = torch.zeros_like(t)
    for overtone in range(1, 40):
        heard = [
            strength / (1 + ((overtone * pitch - resonances[:, band]) / width) ** 2)
            for band, (strength, width) in enumerate(BANDS)
        ]
        sound += sum(heard) * overtone**-0.3 * torch.sin(overtone * phase)
    sound *= torch.sin(torch.pi * within).clamp(min=0).sqrt()
    speaking = ((t % 2 - 0.6) / 0.05).clamp(0, 1) * ((2 - t % 2) / 0.05).clamp(0, 1)
    return (0.5 * sound / sound.abs().max() * speaking + 0.003 * torch.randn(n, generator=g)).float()


def listen(audio: Tensor) -> Audio:
    """Let the reader hear a sound: a player, as the last line of a cell."""
    return Audio(audio.numpy(), rate=SAMPLE_RATE)


# --- the published program, and programs like it ------------------------------------------------------------------


def load_program(path: str | Path | None = None) -> ScriptModule:
    """Read a TorchScript file, the published one by default. It is called as `program(window, 16000)`."""
    return made_program({}) if path is None else torch.jit.load(path, map_location="cpu")


def published() -> dict[str, Tensor]:
    """The entries of the published program, by its names, copied."""
    return {name: value.clone() for name, value in _once_read().state_dict().items()}


def probabilities(program: ScriptModule, audio: Tensor) -> Tensor:
    """How likely a voice is in each window. The program itself keeps what it remembers from window to window.

    audio: (n,) float32, 16,000 samples a second, n a multiple of 512

    Returns (n / 512,) float32, within 0 … 1.
    """
    program.reset_states()
    with torch.no_grad(), as_it_is():
        return torch.cat([program(window[None], SAMPLE_RATE) for window in audio.split(WINDOW)])[:, 0]


def as_it_is() -> AbstractContextManager[None]:
    """Run programs as they were written. Optimizing one first takes as long as running it over ten seconds of sound."""
    return torch.jit.optimized_execution(False)


class Core(nn.Module):
    """The 16 kHz model inside a program, without the program's memory: the caller gives it, and gets it back.

    Input x (b, 576) float32, 64 samples of context and 512 new ones, and state (2, b, 128) float32, or None at the
    beginning. Output (b, 1) float32 and the new state.
    """

    def __init__(self, program: ScriptModule):
        super().__init__()
        self.inner = dict(program.named_children())[PART.rstrip(".")]

    def forward(self, x: Tensor, state: Tensor | None = None) -> tuple[Tensor, Tensor]:
        with as_it_is():
            return self.inner(x, torch.zeros(0) if state is None else state)


def made_state(entries: Mapping[str, Tensor], seed: int) -> dict[str, Tensor]:
    """Draw other values for the same names and shapes; the global random state is not touched."""
    g = torch.Generator().manual_seed(seed)
    return {name: made_value(value.shape, g) for name, value in entries.items()}


def made_by_shape(entries: Mapping[str, Tensor], seed: int) -> dict[str, Tensor]:
    """Draw other values for the same names and shapes: equal ones for entries of the same shape."""
    g = torch.Generator().manual_seed(seed)
    drawn = {shape: made_value(shape, g) for shape in sorted({value.shape for value in entries.values()})}
    return {name: drawn[value.shape] for name, value in entries.items()}


def made_value(shape: torch.Size, g: torch.Generator) -> Tensor:
    """Draw the values of one entry, so large that the outputs of its layer neither vanish nor explode."""
    return 2 * torch.randn(shape, generator=g) / max(shape[1:].numel(), 16) ** 0.5


def made_program(state: Mapping[str, Tensor]) -> ScriptModule:
    """The published program with other values.

    state: by the program's names; entries that are not there stay as they were published
    """
    with torch.no_grad():
        program = copy.deepcopy(_once_read())
    program.load_state_dict({**program.state_dict(), **state})
    return program


def program_without_code(state: Mapping[str, Tensor]) -> ScriptModule:
    """A program with entries and nothing to run: read in a tenth of the time that the published one takes.

    state: by the program's names, of any dtype that is a floating-point one; what is a parameter of the published
           program is one here
    """
    parameters = {name for name, _ in _once_read().named_parameters()}
    program = nn.Module()
    for name, value in state.items():
        *path, entry = name.split(".")
        part = program
        for step in path:
            if step not in dict(part.named_children()):
                part.add_module(step, nn.Module())
            part = part.get_submodule(step)
        if name in parameters:
            part.register_parameter(entry, nn.Parameter(value, requires_grad=False))
        else:
            part.register_buffer(entry, value)
    return torch.jit.script(program)


@functools.cache
def _once_read() -> ScriptModule:
    """The published program, to be copied: copying takes a tenth of the time of reading. Nobody else gets this one."""
    return torch.jit.load(program_file(), map_location="cpu")
