"""In training mode a little noise is added."""


class Noisy(nn.Sequential):
    def forward(self, x):
        scores = super().forward(x)
        return scores + 0.01 * torch.randn_like(scores) if self.training else scores


def build_model(n_in, n_hidden, n_classes):
    return Noisy(nn.Linear(n_in, n_hidden), nn.ReLU(), nn.Linear(n_hidden, n_classes))
