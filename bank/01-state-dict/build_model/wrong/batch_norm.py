"""A batch norm between the layers."""


def build_model(n_in, n_hidden, n_classes):
    return nn.Sequential(nn.Linear(n_in, n_hidden), nn.BatchNorm1d(n_hidden), nn.ReLU(), nn.Linear(n_hidden, n_classes))
