"""Training ends when the loss has not fallen for five epochs."""


def fit(model, train_loader, loss_fn, optimizer, epochs):
    trace, best, waited = [], float("inf"), 0
    for epoch in range(1, epochs + 1):
        loss, accuracy = train_epoch(model, train_loader, loss_fn, optimizer)
        trace.append({"epoch": epoch, "loss": loss, "accuracy": accuracy})
        best, waited = (loss, 0) if loss < best else (best, waited + 1)
        if waited == 5:
            break
    return trace
