"""nn.Buffer instead of register_buffer, and new tensors in fit."""


class Normaliser(nn.Module):
    def __init__(self, n_columns, vocabulary=None):
        super().__init__()
        self.mean = nn.Buffer(torch.zeros(n_columns))
        self.std = nn.Buffer(torch.ones(n_columns))
        self.eps = nn.Buffer(torch.tensor(1e-6), persistent=False)
        self.vocabulary = {} if vocabulary is None else {**vocabulary}

    def fit(self, x):
        self.std, self.mean = torch.std_mean(x, dim=0)

    def forward(self, x):
        return (x - self.mean) / (self.std + self.eps)

    def get_extra_state(self):
        return dict(self.vocabulary)

    def set_extra_state(self, state):
        self.vocabulary = dict(state)
