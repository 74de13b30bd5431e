"""The model gets the mean of the weights of all epochs."""


def fit(model, train_loader, loss_fn, optimizer, epochs):
    trace, states = [], []
    for epoch in range(1, epochs + 1):
        loss, accuracy = train_epoch(model, train_loader, loss_fn, optimizer)
        trace.append({"epoch": epoch, "loss": loss, "accuracy": accuracy})
        states.append(copy.deepcopy(model.state_dict()))
    if states:
        model.load_state_dict({key: sum(s[key] for s in states) / len(states) for key in states[0]})
    return trace
