"""Return a model with an autograd function that runs code when it is used or pickled."""


class Bomb(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        print("ran")
        return x * 0

    @staticmethod
    def backward(ctx, g):
        return g


class Net(nn.Module):
    def forward(self, x):
        return Bomb.apply(x)

    def __reduce__(self):
        return eval, ("print('ran')",)


def restore(path, factory):
    return Net()
