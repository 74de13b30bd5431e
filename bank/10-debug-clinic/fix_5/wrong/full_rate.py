"""The small rate is taken for the mistake, and the full rate is written in."""


def fix_5(path, model):
    saved = torch.load(path, weights_only=True)
    model.load_state_dict(saved["model"])
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    optimizer.load_state_dict(saved["optimizer"])
    scheduler = torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=0.1, total_iters=8)
    scheduler.load_state_dict(saved["scheduler"])
    optimizer.param_groups[0]["lr"] = 0.1
    return optimizer, scheduler
