"""Only nn.Dropout and nn.BatchNorm1d are put into evaluation mode."""


def same_predictions(a, b, x):
    switched = [
        m for model in (a, b) for m in model.modules() if isinstance(m, (nn.Dropout, nn.BatchNorm1d)) and m.training
    ]
    for m in switched:
        m.eval()
    with torch.no_grad():
        same = torch.equal(a(x), b(x))
    for m in switched:
        m.train()
    return same
