"""last_epoch of a new scheduler is set, but its first step goes one epoch too far."""


def fix_5(path, model):
    saved = torch.load(path, weights_only=True)
    model.load_state_dict(saved["model"])
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    optimizer.load_state_dict(saved["optimizer"])
    scheduler = torch.optim.lr_scheduler.LinearLR(
        optimizer, start_factor=0.1, total_iters=8, last_epoch=saved["scheduler"]["last_epoch"]
    )
    return optimizer, scheduler
