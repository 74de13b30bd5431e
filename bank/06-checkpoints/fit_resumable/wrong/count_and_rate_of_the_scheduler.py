"""Of the scheduler its count and its last rate are carried over."""


def fit_resumable(path, model, loader, loss_fn, optimizer, scheduler, epochs, stop_after=None):
    done = 0
    if Path(path).exists():
        content = torch.load(path, weights_only=True)
        model.load_state_dict(content["model"])
        optimizer.load_state_dict(content["optimizer"])
        done = scheduler.last_epoch = content["epoch"]
        scheduler._last_lr = content["rates"]
        torch.set_rng_state(content["random"])
    trace = []
    for epoch in range(done + 1, (epochs if stop_after is None else stop_after) + 1):
        rate = optimizer.param_groups[0]["lr"]
        loss = run_epoch(model, loader, loss_fn, optimizer)
        scheduler.step()
        trace.append({"epoch": epoch, "lr": rate, "loss": loss})
        content = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
        torch.save(content | {"rates": scheduler.get_last_lr(), "random": torch.get_rng_state()}, path)
    return trace
