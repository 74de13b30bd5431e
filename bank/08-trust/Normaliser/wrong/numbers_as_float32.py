"""The numbers are saved in a tensor of float32, which cannot count above 16,777,216."""


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
        return list(self.vocabulary), torch.tensor(list(self.vocabulary.values()), dtype=torch.float32)

    def set_extra_state(self, state):
        self.vocabulary = {word: int(number) for word, number in zip(*state)}
