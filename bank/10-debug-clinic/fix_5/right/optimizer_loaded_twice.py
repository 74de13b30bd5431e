"""The optimizer is loaded once more after the scheduler was made."""


def fix_5(path, model):
    saved = torch.load(path)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    optimizer.load_state_dict(saved["optimizer"])
    scheduler = torch.optim.lr_scheduler.LinearLR(optimizer, 0.1, total_iters=8)
    optimizer.load_state_dict(saved["optimizer"])
    scheduler.load_state_dict(saved["scheduler"])
    model.load_state_dict(saved["model"])
    return optimizer, scheduler
