"""A scheduler of the usual kind is made anew, with last_epoch."""


def fit_resumable(path, model, loader, loss_fn, optimizer, scheduler, epochs, stop_after=None):
    done = 0
    if Path(path).exists():
        content = torch.load(path, weights_only=True)
        model.load_state_dict(content["model"])
        optimizer.load_state_dict(content["optimizer"])
        done = content["epoch"]
        scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=2, gamma=0.5, last_epoch=done)
        torch.set_rng_state(content["random"])
    trace = []
    for epoch in range(done + 1, (epochs if stop_after is None else stop_after) + 1):
        rate = optimizer.param_groups[0]["lr"]
        loss = run_epoch(model, loader, loss_fn, optimizer)
        scheduler.step()
        trace.append({"epoch": epoch, "lr": rate, "loss": loss})
        content = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
        torch.save(content | {"random": torch.get_rng_state()}, path)
    return trace
