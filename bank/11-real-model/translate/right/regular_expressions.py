"""Patterns turn old names into new ones; an ordered dict, and an error class of its own."""

import re
from collections import OrderedDict


class IncompleteFile(KeyError):
    """An entry of the 16 kHz model is missing."""


PATTERNS = [
    (r"_model\.stft\.forward_basis_buffer", lambda m: "stft_conv.weight"),
    (r"_model\.encoder\.([0-3])\.reparam_conv\.(weight|bias)", lambda m: f"conv{int(m[1]) + 1}.{m[2]}"),
    (r"_model\.decoder\.rnn\.((?:weight|bias)_[ih]h)", lambda m: f"lstm_cell.{m[1]}"),
    (r"_model\.decoder\.decoder\.2\.(weight|bias)", lambda m: f"final_conv.{m[1]}"),
]
PARTS = ["stft.forward_basis_buffer", "decoder.decoder.2.bias", "decoder.decoder.2.weight"]
PARTS += [f"encoder.{i}.reparam_conv.{end}" for i in range(4) for end in ("bias", "weight")]
PARTS += [f"decoder.rnn.{kind}_{end}" for kind in ("bias", "weight") for end in ("hh", "ih")]


def translate(state):
    for part in PARTS:
        if f"_model.{part}" not in state:
            raise IncompleteFile(f"_model.{part}")
    result = OrderedDict()
    for name, value in state.items():
        for pattern, new_name in PATTERNS:
            found = re.fullmatch(pattern, name)
            if found:
                result[new_name(found)] = value
    return result
