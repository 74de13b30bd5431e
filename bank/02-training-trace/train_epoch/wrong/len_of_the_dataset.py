"""Divided by len(loader.dataset), although the loader may not give all of it."""


def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    running_loss, running_corrects = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        scores = model(x)
        loss = loss_fn(scores, y)
        loss.backward()
        optimizer.step()
        running_loss += loss.item() * x.size(0)
        running_corrects += torch.sum(scores.argmax(dim=1) == y).item()
    n = len(loader.dataset)
    return running_loss / n, running_corrects / n
