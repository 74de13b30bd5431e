"""The best weights are put back at the end."""

import copy


def fit(model, train_loader, loss_fn, optimizer, epochs):
    trace = []
    best_loss, best_wts = float("inf"), copy.deepcopy(model.state_dict())
    for epoch in range(1, epochs + 1):
        loss, accuracy = train_epoch(model, train_loader, loss_fn, optimizer)
        trace.append({"epoch": epoch, "loss": loss, "accuracy": accuracy})
        if loss < best_loss:
            best_loss = loss
            best_wts = copy.deepcopy(model.state_dict())
    model.load_state_dict(best_wts)
    return trace
