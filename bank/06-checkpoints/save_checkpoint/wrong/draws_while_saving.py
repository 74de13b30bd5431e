"""A random name for the temporary file, drawn from the global random state of PyTorch."""


def save_checkpoint(path, model, optimizer, scheduler, epoch):
    content = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
        "epoch": epoch,
        "random": torch.get_rng_state(),
    }
    temporary = f"{path}.{int(torch.randint(10**9, ()))}"
    torch.save(content, temporary)
    os.replace(temporary, path)
