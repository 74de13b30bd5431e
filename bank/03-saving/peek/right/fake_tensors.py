"""Load under FakeTensorMode, which builds tensors without memory."""

from torch._subclasses.fake_tensor import FakeTensorMode


def peek(path):
    with FakeTensorMode():
        state = torch.load(path)
    return dict(zip(state, ((value.size(), value.dtype) for value in state.values())))
