"""The batches are drawn once and kept, so every epoch sees them in the same order."""


def fit(model, train_loader, loss_fn, optimizer, epochs):
    trace = []
    train_loader = list(train_loader)
    for epoch in range(1, epochs + 1):
        loss, accuracy = train_epoch(model, train_loader, loss_fn, optimizer)
        trace.append({"epoch": epoch, "loss": loss, "accuracy": accuracy})
    return trace
