"""A second hook gives the old names back when the state is saved."""

OLD = {"layer1.": "encoder.", "bn.": "norm.", "layer2.": "head."}


def rename_back(module, state_dict, prefix, metadata):
    for key in list(state_dict):
        for old, new in OLD.items():
            if key.startswith(prefix + new):
                state_dict[prefix + old + key[len(prefix + new) :]] = state_dict.pop(key)


def rename(module, state_dict, prefix, *rest):
    for key in list(state_dict):
        for old, new in OLD.items():
            if key.startswith(prefix + old):
                state_dict[prefix + new + key[len(prefix + old) :]] = state_dict.pop(key)


class RenamedNet(nn.Module):
    def __init__(self, n_in=2, hidden=8, n_out=3):
        super().__init__()
        self.encoder = nn.Linear(n_in, hidden)
        self.norm = nn.BatchNorm1d(hidden)
        self.head = nn.Linear(hidden, n_out)
        self._register_state_dict_hook(rename_back)
        self.register_load_state_dict_pre_hook(rename)

    def forward(self, x):
        return self.head(torch.relu(self.norm(self.encoder(x))))
