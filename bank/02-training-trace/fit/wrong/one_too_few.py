"""range(1, epochs) stops one epoch early."""


def fit(model, train_loader, loss_fn, optimizer, epochs):
    trace = []
    for epoch in range(1, epochs):
        loss, accuracy = train_epoch(model, train_loader, loss_fn, optimizer)
        trace.append({"epoch": epoch, "loss": loss, "accuracy": accuracy})
    return trace
