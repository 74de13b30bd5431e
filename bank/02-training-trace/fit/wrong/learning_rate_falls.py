"""The tutorial's scheduler comes along: after seven epochs the learning rate falls."""


def fit(model, train_loader, loss_fn, optimizer, epochs):
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=7, gamma=0.1)
    trace = []
    for epoch in range(1, epochs + 1):
        loss, accuracy = train_epoch(model, train_loader, loss_fn, optimizer)
        scheduler.step()
        trace.append({"epoch": epoch, "loss": loss, "accuracy": accuracy})
    return trace
