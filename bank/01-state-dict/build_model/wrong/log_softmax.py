"""A log-softmax at the end."""


def build_model(n_in, n_hidden, n_classes):
    return nn.Sequential(nn.Linear(n_in, n_hidden), nn.ReLU(), nn.Linear(n_hidden, n_classes), nn.LogSoftmax(dim=1))
