"""A second name for the old file, made with a hard link, then the rename."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    content = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
        "epoch": epoch,
        "random": torch.get_rng_state(),
    }
    target = Path(path)
    backup = target.with_name(target.name + ".bak")
    if target.exists():
        backup.unlink(missing_ok=True)
        os.link(target, backup)
    torch.save(content, str(target) + ".writing")
    os.replace(str(target) + ".writing", target)
