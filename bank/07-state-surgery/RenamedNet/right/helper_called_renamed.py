"""Module-level names renamed, norm, plain and seen, and the star of torch.nn."""

from torch.nn import *

plain, norm = ["layer1", "bn", "layer2"], ["encoder", "norm", "head"]
seen = dict(zip(plain, norm))


def renamed(module, state_dict, prefix, *rest):
    for key in list(state_dict):
        first, dot, last = key.removeprefix(prefix).partition(".")
        if key.startswith(prefix) and dot and first in seen:
            state_dict[f"{prefix}{seen[first]}.{last}"] = state_dict.pop(key)


class RenamedNet(Module):
    def __init__(self, n_in=2, hidden=8, n_out=3):
        super().__init__()
        self.encoder, self.norm = Linear(n_in, hidden), BatchNorm1d(hidden)
        self.head = Linear(hidden, n_out)
        self.register_load_state_dict_pre_hook(renamed)

    def forward(self, x):
        return self.head(self.norm(self.encoder(x)).clamp_min(0))
