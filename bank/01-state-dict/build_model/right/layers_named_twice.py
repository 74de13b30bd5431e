"""Layers are attributes and also stand in a Sequential: eight keys in the state dict, four parameters."""


class Net(nn.Module):
    def __init__(self, n_in, n_hidden, n_classes):
        super().__init__()
        self.fc1 = nn.Linear(n_in, n_hidden)
        self.fc2 = nn.Linear(n_hidden, n_classes)
        self.net = nn.Sequential(self.fc1, nn.ReLU(), self.fc2)

    def forward(self, x):
        return self.net(x)


def build_model(n_in, n_hidden, n_classes):
    return Net(n_in, n_hidden, n_classes)
