"""The trace stays empty, and nothing is trained."""


def fit(model, train_loader, loss_fn, optimizer, epochs):
    return []
