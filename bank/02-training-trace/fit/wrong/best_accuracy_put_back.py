"""The weights of the epoch with the best accuracy are put back."""


def fit(model, train_loader, loss_fn, optimizer, epochs):
    trace, best = [], {"accuracy": -1.0}
    for epoch in range(1, epochs + 1):
        loss, accuracy = train_epoch(model, train_loader, loss_fn, optimizer)
        trace.append({"epoch": epoch, "loss": loss, "accuracy": accuracy})
        if accuracy > best["accuracy"]:
            best, weights = trace[-1], [p.detach().clone() for p in model.parameters()]
    if epochs:
        with torch.no_grad():
            for p, w in zip(model.parameters(), weights):
                p.copy_(w)
    return trace
