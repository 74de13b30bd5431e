"""At the end of a call the weights of its best epoch are put back."""


def fit_resumable(path, model, loader, loss_fn, optimizer, scheduler, epochs, stop_after=None):
    done, best = 0, float("inf")
    if Path(path).exists():
        content = torch.load(path, weights_only=True)
        for thing, name in [(model, "model"), (optimizer, "optimizer"), (scheduler, "scheduler")]:
            thing.load_state_dict(content[name])
        torch.set_rng_state(content["random"])
        done = content["epoch"]
    trace, weights = [], None
    for epoch in range(done + 1, (stop_after or epochs) + 1):
        rate = optimizer.param_groups[0]["lr"]
        before = copy.deepcopy(model.state_dict())
        loss = run_epoch(model, loader, loss_fn, optimizer)
        if loss < best:
            best, weights = loss, before
        scheduler.step()
        trace.append({"epoch": epoch, "lr": rate, "loss": loss})
        content = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
        torch.save(content | {"scheduler": scheduler.state_dict(), "random": torch.get_rng_state()}, path)
    if weights:
        model.load_state_dict(weights)
    return trace
