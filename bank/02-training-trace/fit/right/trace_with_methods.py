"""The trace is a list with a method of its own."""


class Trace(list):
    """A list of epochs."""

    def add(self, measured):
        loss, accuracy = measured
        self.append({"epoch": len(self) + 1, "loss": loss, "accuracy": accuracy})

    def best(self):
        return min(self, key=lambda entry: entry["loss"])


def fit(model, train_loader, loss_fn, optimizer, epochs):
    trace = Trace()
    while len(trace) < epochs:
        trace.add(train_epoch(model, train_loader, loss_fn, optimizer))
    return trace
