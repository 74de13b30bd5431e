"""ReLU6: everything above six is cut off."""


def build_model(n_in, n_hidden, n_classes):
    return nn.Sequential(nn.Linear(n_in, n_hidden), nn.ReLU6(), nn.Linear(n_hidden, n_classes))
