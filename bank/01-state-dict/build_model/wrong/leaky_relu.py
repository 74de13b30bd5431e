"""Another activation, LeakyReLU."""


def build_model(n_in, n_hidden, n_classes):
    return nn.Sequential(nn.Linear(n_in, n_hidden), nn.LeakyReLU(), nn.Linear(n_hidden, n_classes))
