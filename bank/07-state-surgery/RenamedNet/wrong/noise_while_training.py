"""A little noise is added in training mode."""

RENAMED = {"layer1.": "encoder.", "bn.": "norm.", "layer2.": "head."}


def rename(module, state_dict, prefix, *rest):
    for old, new in RENAMED.items():
        for key in [key for key in state_dict if key.startswith(prefix + old)]:
            state_dict[prefix + new + key.removeprefix(prefix + old)] = state_dict.pop(key)


class RenamedNet(nn.Module):
    def __init__(self, n_in=2, hidden=8, n_out=3):
        super().__init__()
        self.encoder, self.norm = nn.Linear(n_in, hidden), nn.BatchNorm1d(hidden)
        self.head = nn.Linear(hidden, n_out)
        self.register_load_state_dict_pre_hook(rename)

    def forward(self, x):
        h = self.encoder(x)
        if self.training:
            h = h + 0.01 * torch.randn_like(h)
        return self.head(torch.relu(self.norm(h)))
