"""The numbers are those of evaluate at the end of each epoch."""


def fit(model, train_loader, loss_fn, optimizer, epochs):
    trace = []
    for epoch in range(1, epochs + 1):
        train_epoch(model, train_loader, loss_fn, optimizer)
        loss, accuracy = evaluate(model, train_loader, loss_fn)
        trace.append({"epoch": epoch, "loss": loss, "accuracy": accuracy})
    return trace
