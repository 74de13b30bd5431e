"""No nn.Linear at all: four nn.Parameter and matrix products, ReLU as clamp."""


class Bare(nn.Module):
    def __init__(self, n_in, n_hidden, n_classes):
        super().__init__()
        self.w1 = nn.Parameter(torch.randn(n_hidden, n_in) / n_in**0.5)
        self.b1 = nn.Parameter(torch.zeros(n_hidden))
        self.w2 = nn.Parameter(torch.randn(n_classes, n_hidden) / n_hidden**0.5)
        self.b2 = nn.Parameter(torch.zeros(n_classes))

    def forward(self, x):
        h = torch.clamp(x @ self.w1.T + self.b1, min=0)
        return torch.einsum("bh,ch->bc", h, self.w2) + self.b2


build_model = Bare
