"""The generic course of the sealed tests."""

import pytest

from tests.sealed.course import Course, answer, setup, test_of

CELLS = [
    setup(
        "tools",
        """
        import torch
        from torch import nn

        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.fc = nn.Linear(3, 2)
                self.bn = nn.BatchNorm1d(2)

            def forward(self, x):
                return self.bn(self.fc(x))
        """,
    ),
    answer(
        "restore",
        """
        def restore(path, kind):
            \"\"\"Load a model.\"\"\"
            model = kind()
            model.load_state_dict(torch.load(path))
            return model.eval()
        """,
    ),
    test_of(
        "test_restore",
        """
        saved = Net()
        torch.save(saved.state_dict(), "a.pth")
        ### BEGIN HIDDEN TESTS
        canary = "CANARY-7c1f"
        torch.manual_seed(3)
        fresh = Net()
        fresh(torch.randn(4, 3))
        torch.save(fresh.state_dict(), "b.pth")
        restored = restore("b.pth", Net)
        assert isinstance(restored, Net), "restore() should return a Net"
        assert not restored.training, "the model should be in eval mode"
        for key, value in fresh.state_dict().items():
            assert torch.equal(restored.state_dict()[key], value), f"{key} differs"
        ### END HIDDEN TESTS
        """,
    ),
]
RIGHT = """
def restore(path, kind):
    model = kind()
    model.load_state_dict(torch.load(path))
    model.eval()
    return model
"""
WRONG = """
def restore(path, kind):
    return kind().eval()
"""


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    return Course(tmp_path_factory.mktemp("course"), CELLS)
