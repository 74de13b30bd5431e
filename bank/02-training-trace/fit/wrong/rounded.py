"""The numbers are rounded for display."""


def fit(model, train_loader, loss_fn, optimizer, epochs):
    trace = []
    for epoch in range(1, epochs + 1):
        loss, accuracy = train_epoch(model, train_loader, loss_fn, optimizer)
        trace.append({"epoch": epoch, "loss": round(loss, 1), "accuracy": accuracy})
    return trace
