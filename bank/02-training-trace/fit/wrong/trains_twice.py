"""train_epoch is called once for the loss and again for the accuracy."""


def fit(model, train_loader, loss_fn, optimizer, epochs):
    return [
        {
            "epoch": epoch,
            "loss": train_epoch(model, train_loader, loss_fn, optimizer)[0],
            "accuracy": train_epoch(model, train_loader, loss_fn, optimizer)[1],
        }
        for epoch in range(1, epochs + 1)
    ]
