"""The state is turned around, {number: word}: of two words with one number, one is lost."""


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
        return {number: word for word, number in self.vocabulary.items()}

    def set_extra_state(self, state):
        self.vocabulary = {word: number for number, word in state.items()}
