"""The hook expects old names: a new file raises KeyError."""

OLD = {"layer1.": "encoder.", "bn.": "norm.", "layer2.": "head."}


def rename(module, state_dict, prefix, *rest):
    for part in ("weight", "bias"):
        for old, new in OLD.items():
            state_dict[prefix + new + part] = state_dict.pop(prefix + old + part)
    for part in ("running_mean", "running_var", "num_batches_tracked"):
        state_dict[prefix + "norm." + part] = state_dict.pop(prefix + "bn." + part)


class RenamedNet(nn.Module):
    def __init__(self, n_in=2, hidden=8, n_out=3):
        super().__init__()
        self.encoder = nn.Linear(n_in, hidden)
        self.norm = nn.BatchNorm1d(hidden)
        self.head = nn.Linear(hidden, n_out)
        self.register_load_state_dict_pre_hook(rename)

    def forward(self, x):
        return self.head(torch.relu(self.norm(self.encoder(x))))
