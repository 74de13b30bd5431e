"""A list in the file, and an inner function that saves it."""


def fit_resumable(path, model, loader, loss_fn, optimizer, scheduler, epochs, stop_after=None):
    def save(epoch):
        state = [part.state_dict() for part in (model, optimizer, scheduler)]
        torch.save([epoch, torch.get_rng_state(), *state], path)

    trace, last = [], stop_after or epochs
    done = 0
    if Path(path).exists():
        done, random, *states = torch.load(path)
        for part, state in zip((model, optimizer, scheduler), states):
            part.load_state_dict(state)
        torch.set_rng_state(random)
    for epoch in range(done + 1, last + 1):
        rate = optimizer.param_groups[0]["lr"]
        loss = run_epoch(model, loader, loss_fn, optimizer)
        scheduler.step()
        save(epoch)
        trace += [{"epoch": epoch, "lr": float(rate), "loss": float(loss)}]
    return trace
