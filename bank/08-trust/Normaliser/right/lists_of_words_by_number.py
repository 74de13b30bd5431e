"""Grouped by number, {number: [words]}: words with one number stay together."""


class Normaliser(nn.Module):
    def __init__(self, n_columns, vocabulary=None):
        super().__init__()
        self.register_buffer("mean", torch.zeros(n_columns))
        self.register_buffer("std", torch.ones(n_columns))
        self.register_buffer("eps", torch.tensor(1e-6), persistent=False)
        self.vocabulary = dict(vocabulary or {})

    def fit(self, x):
        self.mean, self.std = x.mean(0), x.std(0)

    def forward(self, x):
        return (x - self.mean) / (self.std + self.eps)

    def get_extra_state(self):
        groups = {}
        for word, number in self.vocabulary.items():
            groups.setdefault(number, []).append(word)
        return groups

    def set_extra_state(self, state):
        self.vocabulary = {word: number for number, words in state.items() for word in words}
