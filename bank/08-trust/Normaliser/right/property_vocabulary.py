"""The vocabulary is a property, the statistics come from torch.std_mean."""


class Normaliser(nn.Module):
    mean: torch.Tensor
    std: torch.Tensor
    eps: torch.Tensor

    def __init__(self, n_columns: int, vocabulary: "dict[str, int] | None" = None) -> None:
        nn.Module.__init__(self)
        for name, value, keep in [
            ("mean", torch.zeros(n_columns), True),
            ("std", torch.ones(n_columns), True),
            ("eps", torch.tensor(1e-6), False),
        ]:
            self.register_buffer(name, value, persistent=keep)
        self._words = {**(vocabulary or {})}

    @property
    def vocabulary(self):
        return self._words

    @torch.no_grad()
    def fit(self, x):
        self.std, self.mean = torch.std_mean(x, dim=0)

    def forward(self, x):
        return x.sub(self.mean).div(self.std.add(self.eps))

    def get_extra_state(self):
        return {"words": list(self._words), "numbers": list(self._words.values())}

    def set_extra_state(self, state):
        self._words = dict(zip(state["words"], state["numbers"]))
