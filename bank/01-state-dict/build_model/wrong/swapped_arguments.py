"""The arguments of nn.Linear are swapped: outputs before inputs, as in the shape of a weight."""


def build_model(n_in, n_hidden, n_classes):
    return nn.Sequential(nn.Linear(n_hidden, n_in), nn.ReLU(), nn.Linear(n_classes, n_hidden))
