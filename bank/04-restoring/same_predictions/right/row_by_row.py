"""Every row alone, as numpy bytes."""


def same_predictions(a, b, x):
    mode_a, mode_b = a.training, b.training
    a.eval(), b.eval()
    same = all(a(row[None]).detach().numpy().tobytes() == b(row[None]).detach().numpy().tobytes() for row in x)
    b.train(mode_b)
    a.train(mode_a)
    return same
