"""One epoch is trained, and its numbers are repeated."""


def fit(model, train_loader, loss_fn, optimizer, epochs):
    trace = []
    if epochs:
        loss, accuracy = train_epoch(model, train_loader, loss_fn, optimizer)
    for epoch in range(1, epochs + 1):
        trace.append({"epoch": epoch, "loss": loss, "accuracy": accuracy})
    return trace
