"""Both models are put into training mode, however they came."""


def same_predictions(a, b, x):
    a.eval()
    b.eval()
    with torch.no_grad():
        same = torch.equal(a(x), b(x))
    a.train()
    b.train()
    return same
