"""The ReLU is forgotten; two linear layers in a row are one linear layer."""


def build_model(n_in, n_hidden, n_classes):
    return nn.Sequential(nn.Linear(n_in, n_hidden), nn.Linear(n_hidden, n_classes))
