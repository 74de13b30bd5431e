"""One dict is filled again and again, so all entries show the last epoch."""


def fit(model, train_loader, loss_fn, optimizer, epochs):
    trace = []
    entry = {}
    for epoch in range(1, epochs + 1):
        loss, accuracy = train_epoch(model, train_loader, loss_fn, optimizer)
        entry.update(epoch=epoch, loss=loss, accuracy=accuracy)
        trace.append(entry)
    return trace
