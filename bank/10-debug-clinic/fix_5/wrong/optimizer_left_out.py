"""The scheduler is loaded, the optimizer keeps the rate that the new scheduler gave it."""


def fix_5(path, model):
    saved = torch.load(path, weights_only=True)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    scheduler = torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=0.1, total_iters=8)
    model.load_state_dict(saved["model"])
    scheduler.load_state_dict(saved["scheduler"])
    return optimizer, scheduler
