"""Only weights and biases are renamed: the buffers of batch norm keep their old names."""

OLD = {"layer1.": "encoder.", "bn.": "norm.", "layer2.": "head."}


def rename(module, state_dict, prefix, *rest):
    for old, new in OLD.items():
        for part in ("weight", "bias"):
            if prefix + old + part in state_dict:
                state_dict[prefix + new + part] = state_dict.pop(prefix + old + part)


class RenamedNet(nn.Module):
    def __init__(self, n_in=2, hidden=8, n_out=3):
        super().__init__()
        self.encoder = nn.Linear(n_in, hidden)
        self.norm = nn.BatchNorm1d(hidden)
        self.head = nn.Linear(hidden, n_out)
        self.register_load_state_dict_pre_hook(rename)

    def forward(self, x):
        return self.head(torch.relu(self.norm(self.encoder(x))))
