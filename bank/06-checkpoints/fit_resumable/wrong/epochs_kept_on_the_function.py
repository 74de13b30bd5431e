"""How many epochs are done is kept by the function, not read from the file."""


def fit_resumable(path, model, loader, loss_fn, optimizer, scheduler, epochs, stop_after=None):
    done = fit_resumable.done.get(str(path), 0)
    if done:
        content = torch.load(path, weights_only=True)
        for thing, name in [(model, "model"), (optimizer, "optimizer"), (scheduler, "scheduler")]:
            thing.load_state_dict(content[name])
        torch.set_rng_state(content["random"])
    trace = []
    for epoch in range(done + 1, (stop_after or epochs) + 1):
        rate = optimizer.param_groups[0]["lr"]
        loss = run_epoch(model, loader, loss_fn, optimizer)
        scheduler.step()
        trace.append({"epoch": epoch, "lr": rate, "loss": loss})
        content = {"model": model.state_dict(), "optimizer": optimizer.state_dict()}
        torch.save(content | {"scheduler": scheduler.state_dict(), "random": torch.get_rng_state()}, path)
        fit_resumable.done[str(path)] = epoch
    return trace


fit_resumable.done = {}
