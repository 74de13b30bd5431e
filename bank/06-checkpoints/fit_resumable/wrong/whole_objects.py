"""Whole objects in the file: it does not open with weights_only."""


def fit_resumable(path, model, loader, loss_fn, optimizer, scheduler, epochs, stop_after=None):
    done = 0
    if Path(path).exists():
        old_model, old_optimizer, old_scheduler, random, done = torch.load(path, weights_only=False)
        model.load_state_dict(old_model.state_dict())
        optimizer.load_state_dict(old_optimizer.state_dict())
        scheduler.load_state_dict(old_scheduler.state_dict())
        torch.set_rng_state(random)
    trace = []
    for epoch in range(done + 1, (stop_after or epochs) + 1):
        rate = optimizer.param_groups[0]["lr"]
        trace.append({"epoch": epoch, "lr": rate, "loss": run_epoch(model, loader, loss_fn, optimizer)})
        scheduler.step()
        torch.save((model, optimizer, scheduler, torch.get_rng_state(), epoch), path)
    return trace
