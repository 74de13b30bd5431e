"""A training loop of its own instead of run_epoch, and a file with other names and a list of ints."""


def fit_resumable(path, model, loader, loss_fn, optimizer, scheduler, epochs, stop_after=None):
    start = 1
    if os.path.isfile(path):
        weights, adam, steps, random, start = torch.load(path)
        model.load_state_dict(weights)
        optimizer.load_state_dict(adam)
        scheduler.load_state_dict(steps)
        torch.set_rng_state(torch.tensor(random, dtype=torch.uint8))
    records = []
    for epoch in range(start, epochs + 1):
        model.train()
        total, count = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            total, count = total + loss.item(), count + 1
        records.append(dict(epoch=epoch, lr=optimizer.param_groups[0]["lr"], loss=total / count))
        scheduler.step()
        state = [part.state_dict() for part in (model, optimizer, scheduler)]
        torch.save((*state, torch.get_rng_state().tolist(), epoch + 1), path)
        if epoch == stop_after:
            break
    return records
