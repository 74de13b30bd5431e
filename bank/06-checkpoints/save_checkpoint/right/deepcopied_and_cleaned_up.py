"""Copies of the state dicts, more entries than asked for, and no half file left behind after an error."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    content = {
        name: copy.deepcopy(part.state_dict())
        for name, part in {"model": model, "optimizer": optimizer, "scheduler": scheduler}.items()
    }
    content.update(epoch=epoch, random=torch.random.get_rng_state().clone(), version=1, torch=str(torch.__version__))
    target = Path(path)
    partial = target.parent / (target.name + ".partial")
    try:
        with open(partial, "wb") as file:
            torch.save(content, file)
        os.rename(partial, target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
