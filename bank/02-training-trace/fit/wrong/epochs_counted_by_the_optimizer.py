"""The optimizer counts the epochs, and it goes on counting in the next call."""


def fit(model, train_loader, loss_fn, optimizer, epochs):
    trace = []
    for _ in range(epochs):
        loss, accuracy = train_epoch(model, train_loader, loss_fn, optimizer)
        group = optimizer.param_groups[0]
        group["epoch"] = group.get("epoch", 0) + 1
        trace.append({"epoch": group["epoch"], "loss": loss, "accuracy": accuracy})
    return trace
