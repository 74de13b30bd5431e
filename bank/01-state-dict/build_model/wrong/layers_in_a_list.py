"""The layers stand in a Python list, where PyTorch does not find their parameters."""


class Net(nn.Module):
    def __init__(self, n_in, n_hidden, n_classes):
        super().__init__()
        self.layers = [nn.Linear(n_in, n_hidden), nn.ReLU(), nn.Linear(n_hidden, n_classes)]

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


def build_model(n_in, n_hidden, n_classes):
    return Net(n_in, n_hidden, n_classes)
