"""The learning rate from get_last_lr, the number of epochs from the scheduler's own count, a while loop."""


def fit_resumable(path, model, loader, loss_fn, optimizer, scheduler, epochs, stop_after=None):
    target = Path(path)
    names = ("model", "optimizer", "scheduler")
    parts = dict(zip(names, (model, optimizer, scheduler)))
    if target.is_file():
        with target.open("rb") as file:
            saved = torch.load(file)
        for name in names:
            parts[name].load_state_dict(saved[name])
        torch.default_generator.set_state(saved["random"])
    trace = []
    while scheduler.last_epoch < (epochs if stop_after is None else stop_after):
        rate = scheduler.get_last_lr()[0]
        loss = run_epoch(model, loader, loss_fn, optimizer)
        scheduler.step()
        trace.append({"loss": loss, "lr": rate, "epoch": scheduler.last_epoch})
        torch.save(
            {name: part.state_dict() for name, part in parts.items()} | {"random": torch.get_rng_state()}, target
        )
    return trace
