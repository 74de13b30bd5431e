"""torch.testing.assert_close with no tolerance; the graph is built and thrown away."""


def same_predictions(a, b, x):
    modes = {model: model.training for model in (a, b)}
    for model in modes:
        model.eval()
    try:
        torch.testing.assert_close(a(x), b(x), rtol=0, atol=0)
        same = True
    except AssertionError:
        same = False
    for model, mode in modes.items():
        model.train(mode)
    return same
