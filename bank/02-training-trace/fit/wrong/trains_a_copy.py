"""A copy of model and optimizer is trained; the given model stays as it was."""


def fit(model, train_loader, loss_fn, optimizer, epochs):
    trace = []
    model, optimizer = copy.deepcopy((model, optimizer))
    for epoch in range(1, epochs + 1):
        loss, accuracy = train_epoch(model, train_loader, loss_fn, optimizer)
        trace.append({"epoch": epoch, "loss": loss, "accuracy": accuracy})
    return trace
