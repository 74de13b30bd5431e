"""Evaluation mode is set and never put back."""


def same_predictions(a, b, x):
    a.eval()
    b.eval()
    with torch.no_grad():
        return torch.equal(a(x), b(x))
