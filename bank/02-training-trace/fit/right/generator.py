"""A generator yields the entries, and a list is made of it."""


def epochs_of(model, loader, loss_fn, optimizer, epochs):
    for epoch in range(epochs):
        measured = train_epoch(model, loader, loss_fn, optimizer)
        yield {"epoch": epoch + 1, "loss": float(measured[0]), "accuracy": float(measured[1])}


def fit(model, train_loader, loss_fn, optimizer, epochs):
    return list(epochs_of(model, train_loader, loss_fn, optimizer, epochs))
