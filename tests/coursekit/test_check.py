"""The check vocabulary: it passes what is right, and says in plain words what is not."""

from __future__ import annotations

from collections import OrderedDict, namedtuple
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from coursekit import check
from coursekit.check import CheckFailed
from coursekit.checkpoints import random_state
from coursekit.models import MixedNet, NormNet, PlainNet, TiedNet


def restored(factory, seed=0):
    model = factory()
    model.load_state_dict(random_state(seed, factory))
    return model


@pytest.mark.parametrize("factory", [PlainNet, NormNet, MixedNet, TiedNet])
def test_an_exact_copy_has_the_same_parameters_as_a_model_and_as_a_dict(factory):
    check.same_parameters(restored(factory), random_state(0, factory), "restore()")
    check.same_parameters(restored(factory).state_dict(), random_state(0, factory), "restore()")


def change_value(state):
    state["layer1.bias"][0] += 1


def change_last_bit(state):
    value = state["layer1.weight"]
    value[0, 0] = torch.nextafter(value[0, 0], torch.tensor(9.0))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (change_value, r"1 of 9 entries hold different values: layer1.bias"),
        (change_last_bit, r"different values: layer1.weight"),
        (lambda s: s["bn.running_var"].add_(1), r"bn.running_var"),
        (lambda s: s.pop("bn.running_mean"), r"missing bn.running_mean.*Buffers belong to the state"),
        (lambda s: s.update(extra=torch.ones(1)), r"unexpected extra"),
        (lambda s: s.update({0: torch.ones(1)}), r"unexpected 0"),
        (lambda s: s.update({"layer2.bias": s["layer2.bias"].double()}), r"dtype of layer2.bias"),
        (lambda s: s.update({"layer2.bias": s["layer2.bias"][:1]}), r"shape of layer2.bias"),
        (lambda s: s.update({"layer2.bias": s["layer2.bias"].to("meta")}), r"meta device"),
        (lambda s: s.update({"layer2.bias": [1.0]}), r"should be a tensor, but is a list"),
    ],
)
def test_every_kind_of_difference_is_named_with_its_key(damage, said):
    expected, actual = random_state(0, NormNet), random_state(0, NormNet)
    damage(actual)
    with pytest.raises(CheckFailed, match=said):
        check.same_parameters(actual, expected, "restore()")


def test_lost_buffers_are_explained():
    model = restored(NormNet)
    model.bn.reset_running_stats()
    with pytest.raises(CheckFailed, match="Copying parameters\\(\\) alone leaves them behind"):
        check.same_parameters(model, random_state(0, NormNet), "restore()")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (None, "return statement"),
        ({}, "build the model"),
        (PlainNet().load_state_dict(PlainNet().state_dict()), "load_state_dict returns that report"),
    ],
)
def test_what_is_no_model_is_called_by_its_name(answer, said):
    with pytest.raises(CheckFailed, match=said):
        check.a_model(answer, "restore()")


def test_devices_are_compared_for_parameters_and_buffers():
    check.on_device(NormNet(), "cpu", "restore_on()")
    check.on_device(random_state(0), torch.device("cpu"), "load_state()")
    model = NormNet()
    model.bn.running_mean = model.bn.running_mean.to("meta")
    with pytest.raises(CheckFailed, match=r"on meta: bn\.running_mean"):
        check.on_device(model, "cpu", "restore_on()")
    with pytest.raises(CheckFailed, match="but on cpu"):
        check.on_device(random_state(0), "meta", "load_state()")
    with pytest.raises(CheckFailed, match="but on cpu: 0"):
        check.on_device({0: torch.ones(1)}, "meta", "load_state()")


def test_modes_are_checked_in_every_layer():
    model = NormNet().eval()
    check.in_eval_mode(model, "restore()")
    model.bn.train()
    with pytest.raises(CheckFailed, match="bn is in training mode"):
        check.in_eval_mode(model, "restore()")
    with pytest.raises(CheckFailed, match="evaluation mode"):
        check.in_train_mode(model, "fit()")


Size = namedtuple("Size", "rows columns")


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (True, True),
        (np.bool_(True), True),
        (torch.tensor(True), True),
        (torch.tensor(9), 9),
        (np.int64(9), 9),
        (9.0, 9),
        (torch.Size([2, 3]), (2, 3)),
        (Size(2, 3), (2, 3)),
        (OrderedDict(b=1, a=2), {"a": 2, "b": 1}),
        (Path("a"), Path("a")),
        (frozenset({1}), {1}),
        ([(1, "x")], [(1, "x")]),
        (torch.device("cpu"), torch.device("cpu")),
        (torch.tensor([float("nan")]), torch.tensor([float("nan")])),
        (torch.tensor(float("nan")), float("nan")),
    ],
)
def test_a_right_value_is_right_in_whatever_form_it_comes(actual, expected):
    check.equal(actual, expected, "answer()")


@pytest.mark.parametrize(
    ("actual", "expected", "said"),
    [
        (None, True, "return statement"),
        (1, True, "should be True or False"),
        ("True", True, "should be True or False"),
        (True, 1, "should be a number"),
        (10, 9, "is 10, which is not right"),
        ([2, 3], (2, 3), "should be a tuple"),
        (9.0, float("nan"), "is 9.0, which is not right"),
        (torch.ones(2, device="meta"), torch.ones(2), "on the meta device and holds no values"),
        ({"a": 1}, {"a": 1, "b": 2}, "has no entry b"),
        ({"a": 1, "b": 2}, {"a": 1}, "an entry too many: b"),
        ({"a": {"c": 1}}, {"a": {"c": 2}}, r"answer\(\)\['a'\]\['c'\] is 1"),
        ((1, 2), (1,), "wrong length: 2, which is too long"),
        ("a", Path("a"), "should be a"),
        (torch.ones(2), torch.ones(3), "wrong shape"),
        (torch.ones(2).double(), torch.ones(2), "wrong dtype"),
        (torch.ones(2), torch.zeros(2), "holds different values"),
    ],
)
def test_a_wrong_value_is_described(actual, expected, said):
    with pytest.raises(CheckFailed, match=said):
        check.equal(actual, expected, "answer()")


plain_data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.tuples(inner, inner) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@given(plain_data, plain_data)
def test_equal_agrees_with_python_on_plain_data(a, b):
    # True == 1 for Python; a learner who returns 1 for True has not kept the contract.
    same = a == b and repr(a) == repr(b)
    if same:
        check.equal(a, b, "answer()")
    elif a != b:
        with pytest.raises(CheckFailed):
            check.equal(a, b, "answer()")


@given(st.integers(10**6, 10**9))
def test_a_message_never_holds_the_expected_number(secret):
    for actual in (None, 1, "x", [], {}, torch.ones(2)):
        with pytest.raises(CheckFailed) as failed:
            check.equal(actual, secret, "answer()")
        assert str(secret) not in str(failed.value)


def test_close_says_which_way_off_and_not_how_far():
    check.close(0.5, 0.5000001, "loss")
    check.close(torch.tensor(0.5), 0.5, "loss")
    for wrong, said in ((0.6, "too large"), (0, "too small"), (0.5001, "a little too large")):
        with pytest.raises(CheckFailed) as failed:
            check.close(wrong, 0.5, "loss")
        assert str(failed.value) == f"loss is {wrong}, which is {said}."
    with pytest.raises(CheckFailed, match="loss is nan"):
        check.close(float("nan"), 0.5, "loss")
    with pytest.raises(CheckFailed, match="should be a number"):
        check.close(None, 0.5, "loss")


def test_raises_accepts_subclasses_and_names_what_came_instead():
    check.raises(LookupError, {}.__getitem__, "a", name="lookup()")
    with pytest.raises(CheckFailed, match="raised nothing"):
        check.raises(RuntimeError, int, "1", name="restore()")
    with pytest.raises(CheckFailed, match="but raised ValueError"):
        check.raises(RuntimeError, int, "x", name="restore()")


def test_an_unwritten_answer_does_not_count_as_raising_a_runtime_error():
    def unwritten(*said):
        raise NotImplementedError(*said)

    with pytest.raises(NotImplementedError):  # the stub's, which the verdict shows as "not answered yet"
        check.raises(RuntimeError, unwritten, name="restore()")
    with pytest.raises(CheckFailed, match=r"but raised NotImplementedError: later\."):
        check.raises(RuntimeError, unwritten, "later", name="restore()")


def test_frozen_parameters_are_named():
    model = PlainNet()
    check.trainable(model, "restore()")
    model.layer1.weight.requires_grad_(False)
    with pytest.raises(CheckFailed, match=r"layer1\.weight no longer asks"):
        check.trainable(model, "restore()")


def test_a_failed_check_shows_no_line_of_the_test():
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    secret = "check.equal(1, 41 + 1, 'answer()')  # secret line"
    result = shell.run_cell(f"from coursekit import check\n{secret}", silent=True)
    shown = result.error_in_exec._render_traceback_()
    assert "secret line" not in "\n".join(shown)
    assert "answer() is 1" in "\n".join(shown)


def test_a_module_list_of_models_is_a_model():
    check.a_model(nn.ModuleList([PlainNet()]), "restore()")
