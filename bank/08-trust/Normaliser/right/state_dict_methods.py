"""Its own entry in the state dict, by the two methods that every module has for that."""


class Normaliser(nn.Module):
    def __init__(self, n_columns, vocabulary=None):
        super().__init__()
        self.register_buffer("mean", torch.zeros(n_columns))
        self.register_buffer("std", torch.ones(n_columns))
        self.register_buffer("eps", torch.tensor(1e-6), persistent=False)
        self.vocabulary = dict(vocabulary or {})

    def fit(self, x):
        self.mean.copy_(x.mean(0))
        self.std.copy_(x.std(0))

    def forward(self, x):
        return (x - self.mean) / (self.std + self.eps)

    def _save_to_state_dict(self, destination, prefix, keep_vars):
        super()._save_to_state_dict(destination, prefix, keep_vars)
        destination[prefix + "vocabulary"] = dict(self.vocabulary)

    def _load_from_state_dict(self, state_dict, prefix, *rest):
        self.vocabulary = dict(state_dict[prefix + "vocabulary"])
        super()._load_from_state_dict(state_dict, prefix, *rest)
        unexpected = rest[3]
        if prefix + "vocabulary" in unexpected:
            unexpected.remove(prefix + "vocabulary")
