"""The file keeps the whole trace and the call returns its own part; extra entries in the dicts."""


def fit_resumable(path, model, loader, loss_fn, optimizer, scheduler, epochs, stop_after=None):
    history = []
    if Path(path).exists():
        saved = torch.load(path)
        history = saved["history"]
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        scheduler.load_state_dict(saved["scheduler"])
        torch.set_rng_state(saved["random"])
    known = len(history)
    for _ in range(known, min(epochs, stop_after or epochs)):
        record = {"epoch": len(history) + 1, "lr": optimizer.param_groups[0]["lr"], "stop_after": stop_after}
        record["loss"] = run_epoch(model, loader, loss_fn, optimizer)
        history.append(record)
        scheduler.step()
        saved = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "scheduler": scheduler.state_dict()}
        torch.save({**saved, "history": history, "random": torch.get_rng_state()}, f"{path}.tmp")
        os.replace(f"{path}.tmp", path)
    return history[known:]
