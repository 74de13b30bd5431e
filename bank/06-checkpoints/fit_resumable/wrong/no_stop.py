"""stop_after is ignored."""


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
    for epoch in range(done + 1, epochs + 1):
        rate = optimizer.param_groups[0]["lr"]
        loss = run_epoch(model, loader, loss_fn, optimizer)
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
