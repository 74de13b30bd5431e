"""The loop of the PyTorch tutorial, with a size that it counts: enumerate, float sums."""


def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    train_loss, correct, size = 0, 0, 0
    for batch, (X, y) in enumerate(loader):
        pred = model(X)
        loss = loss_fn(pred, y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        size += len(X)
        train_loss += loss.item() * X.size(0)
        correct += (pred.argmax(1) == y).type(torch.float).sum().item()
    train_loss /= size
    correct /= size
    return train_loss, correct
