"""The tutorial's rule comes along: after seven epochs the learning rate falls to a tenth."""


def fit(model, train_loader, loss_fn, optimizer, epochs):
    trace = []
    for epoch in range(1, epochs + 1):
        loss, accuracy = train_epoch(model, train_loader, loss_fn, optimizer)
        trace.append({"epoch": epoch, "loss": loss, "accuracy": accuracy})
        if epoch % 7 == 0:
            for group in optimizer.param_groups:
                group["lr"] *= 0.1
    return trace
