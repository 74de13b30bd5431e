"""Only the flag of the model itself is put back; its layers stay in evaluation mode."""


def same_predictions(a, b, x):
    modes = a.training, b.training
    a.eval(), b.eval()
    with torch.no_grad():
        same = torch.equal(a(x), b(x))
    a.training, b.training = modes
    return same
