"""A regular expression with the escaped prefix, which must be found at the start of a key; every key is put back."""

import re

NEW = {"layer1": "encoder", "bn": "norm", "layer2": "head"}


class RenamedNet(nn.Module):
    def __init__(self, n_in=2, hidden=8, n_out=3):
        super().__init__()
        self.encoder, self.norm, self.head = nn.Linear(n_in, hidden), nn.BatchNorm1d(hidden), nn.Linear(hidden, n_out)

        def rename(module, state_dict, prefix, *rest):
            pattern = re.compile(rf"^({re.escape(prefix)})({'|'.join(NEW)})(?=\.)")
            for key in list(state_dict):
                state_dict[pattern.sub(lambda found: found[1] + NEW[found[2]], key)] = state_dict.pop(key)

        self.register_load_state_dict_pre_hook(rename)

    def forward(self, x):
        return self.head(self.norm(self.encoder(x)).clamp(min=0))
