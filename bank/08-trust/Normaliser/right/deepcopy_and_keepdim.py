"""Deep copies, the statistics computed by hand, and eps made from a full tensor."""

import copy


class Normaliser(nn.Module):
    def __init__(self, n_columns, vocabulary=None):
        super().__init__()
        for name, value in (("mean", 0.0), ("std", 1.0)):
            self.register_buffer(name, torch.full((n_columns,), value))
        self.register_buffer("eps", torch.full((), 1e-6), False)
        self.vocabulary = copy.deepcopy(vocabulary) if vocabulary else dict()

    @torch.no_grad()
    def fit(self, x):
        mean = x.sum(0, keepdim=True) / len(x)
        self.std = ((x - mean).square().sum(0) / (len(x) - 1)).sqrt()
        self.mean = mean.squeeze(0)
        return self

    def forward(self, x):
        return torch.div(x.sub(self.mean), self.std.add(self.eps))

    def get_extra_state(self):
        return {"vocabulary": copy.deepcopy(self.vocabulary), "version": 1}

    def set_extra_state(self, state):
        self.vocabulary = copy.deepcopy(state["vocabulary"])
