"""Lazy layers, which a first batch of zeros makes real."""


def build_model(n_in, n_hidden, n_classes):
    model = nn.Sequential(nn.LazyLinear(n_hidden), nn.ReLU(), nn.LazyLinear(n_classes))
    with torch.no_grad():
        model(torch.zeros(1, n_in))
    return model
