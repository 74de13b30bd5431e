"""One comprehension; each dict is zipped from keys and values."""


def fit(model, train_loader, loss_fn, optimizer, epochs):
    keys = ("epoch", "loss", "accuracy")
    return [
        dict(zip(keys, (number + 1, *train_epoch(model, train_loader, loss_fn, optimizer)))) for number in range(epochs)
    ]
