"""The scheduler is made with an optimizer that does not matter, and gets the right one afterwards."""


def fix_5(path, model):
    saved = torch.load(path, weights_only=True)
    model.load_state_dict(saved["model"])
    other = torch.optim.SGD([torch.zeros(1)], lr=0.1)
    scheduler = torch.optim.lr_scheduler.LinearLR(other, start_factor=0.1, total_iters=8)
    scheduler.load_state_dict(saved["scheduler"])
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    optimizer.load_state_dict(saved["optimizer"])
    scheduler.optimizer = optimizer
    return optimizer, scheduler
