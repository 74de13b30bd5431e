"""mean and std are parameters without a gradient."""


class Normaliser(nn.Module):
    def __init__(self, n_columns, vocabulary=None):
        super().__init__()
        self.mean = nn.Parameter(torch.zeros(n_columns), requires_grad=False)
        self.std = nn.Parameter(torch.ones(n_columns), requires_grad=False)
        self.register_buffer("eps", torch.tensor(1e-6), persistent=False)
        self.vocabulary = dict(vocabulary or {})

    def fit(self, x):
        self.mean.copy_(x.mean(0))
        self.std.copy_(x.std(0))

    def forward(self, x):
        return (x - self.mean) / (self.std + self.eps)

    def get_extra_state(self):
        return dict(self.vocabulary)

    def set_extra_state(self, state):
        self.vocabulary = dict(state)
