"""A softmax at the end, because classes should have probabilities."""


def build_model(n_in, n_hidden, n_classes):
    return nn.Sequential(nn.Linear(n_in, n_hidden), nn.ReLU(), nn.Linear(n_hidden, n_classes), nn.Softmax(dim=1))
