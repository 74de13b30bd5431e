"""The scheduler is stepped to the right epoch, but the momentum is lost."""


def fix_5(path, model):
    saved = torch.load(path, weights_only=True)
    model.load_state_dict(saved["model"])
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    scheduler = torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=0.1, total_iters=8)
    for _ in range(saved["scheduler"]["last_epoch"]):
        optimizer.step()
        scheduler.step()
    return optimizer, scheduler
