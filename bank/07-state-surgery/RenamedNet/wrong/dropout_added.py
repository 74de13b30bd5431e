"""Dropout added in the new version."""

RENAMED = {"layer1.": "encoder.", "bn.": "norm.", "layer2.": "head."}


def rename_old_keys(module, state_dict, prefix, *args):
    for key in list(state_dict):
        for old, new in RENAMED.items():
            if key.startswith(prefix + old):
                state_dict[prefix + new + key[len(prefix + old) :]] = state_dict.pop(key)


class RenamedNet(nn.Module):
    def __init__(self, n_in=2, hidden=8, n_out=3):
        super().__init__()
        self.encoder = nn.Linear(n_in, hidden)
        self.norm = nn.BatchNorm1d(hidden)
        self.head = nn.Linear(hidden, n_out)
        self.drop = nn.Dropout(0.1)
        self.register_load_state_dict_pre_hook(rename_old_keys)

    def forward(self, x):
        return self.head(self.drop(torch.relu(self.norm(self.encoder(x)))))
