"""A generator makes the records; a missing file is suppressed."""


def _epochs(path, model, loader, loss_fn, optimizer, scheduler, last):
    done = 0
    with contextlib.suppress(FileNotFoundError):
        s = torch.load(path, weights_only=True)
        model.load_state_dict(s["m"])
        optimizer.load_state_dict(s["o"])
        scheduler.load_state_dict(s["s"])
        torch.set_rng_state(s["r"])
        done = s["n"]
    while done < last:
        (lr,) = scheduler.get_last_lr()
        loss = run_epoch(model, loader, loss_fn, optimizer)
        scheduler.step()
        done += 1
        torch.save(
            dict(
                m=model.state_dict(),
                o=optimizer.state_dict(),
                s=scheduler.state_dict(),
                r=torch.get_rng_state(),
                n=done,
            ),
            path,
        )
        yield {"epoch": done, "lr": float(lr), "loss": loss}


def fit_resumable(path, model, loader, loss_fn, optimizer, scheduler, epochs, stop_after=None):
    return [*_epochs(path, model, loader, loss_fn, optimizer, scheduler, epochs if stop_after is None else stop_after)]
