"""An entry for the model before training is put in front."""


def fit(model, train_loader, loss_fn, optimizer, epochs):
    trace = []
    trace.append({"epoch": 0, "loss": float("nan"), "accuracy": 0.0})
    for epoch in range(1, epochs + 1):
        loss, accuracy = train_epoch(model, train_loader, loss_fn, optimizer)
        trace.append({"epoch": epoch, "loss": loss, "accuracy": accuracy})
    return trace
