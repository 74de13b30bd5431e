"""Without a GPU, its tests are named, not failed."""

from __future__ import annotations

import pytest
import torch

from tests.conftest import needs_missing_gpu


def pytest_runtest_setup(item):
    if needs_missing_gpu(item):
        pytest.skip(f"{item.name} needs a CUDA GPU (make gpu)")


@pytest.fixture(autouse=True)
def deterministic(monkeypatch):
    """Equal runs give equal bits on a GPU too. cuBLAS reads its variable before its first product."""
    monkeypatch.setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    before = torch.are_deterministic_algorithms_enabled()
    torch.use_deterministic_algorithms(True)
    yield
    torch.use_deterministic_algorithms(before)
