"""A global variable remembers how many epochs are done, the file does not say it."""

_done = {}


def fit_resumable(path, model, loader, loss_fn, optimizer, scheduler, epochs, stop_after=None):
    done, trace = _done.get(str(path), 0), []
    if done:
        s = torch.load(path, weights_only=True)
        model.load_state_dict(s["model"])
        optimizer.load_state_dict(s["optimizer"])
        scheduler.load_state_dict(s["scheduler"])
        torch.set_rng_state(s["random"])
    for epoch in range(done + 1, (stop_after or epochs) + 1):
        lr = optimizer.param_groups[0]["lr"]
        loss = run_epoch(model, loader, loss_fn, optimizer)
        scheduler.step()
        trace.append({"epoch": epoch, "lr": lr, "loss": loss})
        torch.save(
            {
                "model": model.state_dict(),
                "optimizer": optimizer.state_dict(),
                "scheduler": scheduler.state_dict(),
                "random": torch.get_rng_state(),
            },
            path,
        )
        _done[str(path)] = epoch
    return trace
