"""What is delicate after a fork works in both processes: autograd, data loader workers, threads."""
# ruff: noqa: E501

import pytest

from autograder.grading.shared_pool import shared_pool
from tests.sealed.one import grade

pytestmark = pytest.mark.slow

TOOLS = """
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
"""
TRAIN = """
def train(model, steps):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    x = torch.randn(16, 3)
    losses = []
    for _ in range(steps):
        loss = (model(x) - x.sum(1, keepdim=True)).pow(2).mean()
        optimizer.zero_grad(); loss.backward(); optimizer.step()
        losses.append(loss.item())
    return losses
"""


def test_training_works_in_both_processes():
    tests = f"""
    {TRAIN.strip().replace(chr(10), chr(10) + "    ").replace("def train", "def mine")}
    torch.manual_seed(0)
    here = mine(nn.Linear(3, 1), 20)
    torch.manual_seed(0)
    there = train(nn.Linear(3, 1), 20)
    assert here == there and here[-1] < here[0]
    """
    assert grade(TOOLS, TRAIN, tests).failures == []


def test_data_loader_workers_and_threads_run():
    reference = """
def total(workers):
    loader = DataLoader(TensorDataset(torch.ones(8, 2)), batch_size=2, num_workers=workers)
    return sum(float(x.sum()) for x, in loader)
def threads():
    import concurrent.futures as cf
    with cf.ThreadPoolExecutor(8) as pool: return sum(pool.map(lambda i: i * i, range(50)))
def many():
    torch.set_num_threads(4)
    return float((torch.ones(2000, 2000) @ torch.ones(2000, 2000)).sum())
"""
    tests = "assert total(0) == total(2) == 16 and threads() == 40425 and many() == 2000.0 ** 3"
    assert grade(TOOLS, reference, tests).failures == []


def test_nothing_survives_from_one_submission_to_the_next():
    first = "import builtins, sys\nbuiltins.planted = 1\nsys.modules['planted'] = sys\ntorch.planted = 1\nopen('left', 'w')\ndef f(): return 1"
    assert grade(TOOLS, "def f(): return 1", "assert f() == 1", submitted=first).passed
    tests = "assert f() == [False, False, False, False]"
    second = "import builtins, sys, os\ndef f(): return [hasattr(builtins, 'planted'), 'planted' in sys.modules, hasattr(torch, 'planted'), os.path.exists('left')]"
    assert grade(TOOLS, second, tests).failures == []


def test_a_module_that_starts_threads_is_left_to_the_children():
    module = "tests.sealed.starts_a_thread"
    tools = f"try:\n    import {module}\nexcept ImportError:  # the sandbox does not show it\n    pass"

    done = grade(tools, "def f(): return 1", "assert f() == 1")

    assert done.passed, done.failures
    assert f"import {module}" in shared_pool().imports_with_threads


def test_a_file_with_a_far_place_in_its_memo_is_read_as_torch_reads_it():
    """Python's reader takes 16 bytes for every place before it: 256 MB for the first, 32 GB, which it cannot have, for the second."""
    reference = """
def read(place):
    content = b"\\x80\\x02}r" + place.to_bytes(4, "little") + b"K\\x01K\\x02s."
    writer = torch._C.PyTorchFileWriter("far.pt")
    writer.write_record("data.pkl", content, len(content))
    writer.write_record("byteorder", b"little", 6)
    writer.write_end_of_file()
    return torch.load("far.pt", weights_only=True)
"""
    assert grade(TOOLS, reference, "assert read(1 << 24) == read(1 << 31) == {1: 2}").failures == []


def test_both_processes_run_torch_as_its_makers_ship_it():
    tools = "import sys, types\nimport torch\nfrom torch import nn\nfrom torch import _weights_only_unpickler as reader"
    reference = """
def strange():
    places = [torch, torch.serialization, reader, torch.optim, torch.optim.Optimizer, reader.Unpickler, torch.Tensor]
    places += [torch._utils, torch._guards, torch.cuda, nn.Module, torch.random, torch.autograd]
    functions = [value for place in places for value in vars(place).values() if isinstance(value, types.FunctionType)]
    assert len(functions) > 500
    functions += [f.__wrapped__ for f in functions if isinstance(getattr(f, "__wrapped__", None), types.FunctionType)]
    files = {f.__code__.co_filename for f in functions}
    packages = torch.__file__.removesuffix("torch/__init__.py")
    shipped = (packages, sys.base_prefix, "<string>", "<frozen ")
    return sorted(name for name in files if not name.startswith(shipped) or "/autograder/" in name)
"""
    tests = f"""
    {reference.strip().replace(chr(10), chr(10) + "    ").replace("def strange", "def here")}
    assert strange() == here() == [], here()
    """
    assert grade(tools, reference, tests).failures == []
