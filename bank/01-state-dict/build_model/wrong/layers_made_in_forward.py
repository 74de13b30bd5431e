"""forward makes new layers at every call, so the ones that can be trained are never used."""


class Net(nn.Module):
    def __init__(self, n_in, n_hidden, n_classes):
        super().__init__()
        self.sizes = n_in, n_hidden, n_classes
        self.fc1 = nn.Linear(n_in, n_hidden)
        self.fc2 = nn.Linear(n_hidden, n_classes)

    def forward(self, x):
        n_in, n_hidden, n_classes = self.sizes
        return nn.Linear(n_hidden, n_classes)(torch.relu(nn.Linear(n_in, n_hidden)(x)))


def build_model(n_in, n_hidden, n_classes):
    return Net(n_in, n_hidden, n_classes)
