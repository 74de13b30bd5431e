"""One more step at the end, on the last batch."""


def fit(model, train_loader, loss_fn, optimizer, epochs):
    trace = []
    for epoch in range(1, epochs + 1):
        loss, accuracy = train_epoch(model, train_loader, loss_fn, optimizer)
        trace.append({"epoch": epoch, "loss": loss, "accuracy": accuracy})
    if trace:
        optimizer.step()
    return trace
