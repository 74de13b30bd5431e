"""What the checks of assignment 1 use: situations to play with your functions, and what to say about a result."""

import torch
from torch import nn

from coursekit import check
from coursekit.scenario import scenario


@scenario
def look_inside(build_model, n_in, n_hidden, n_classes):
    """Build two models, look into the second one, change the first one, and look again.

    Returns a dict: "is_model", whether an nn.Module came back; "parameters", name to tensor; "frozen", the names of
    parameters that cannot be trained; "later", the parameters after the other model changed.
    """
    first, second = build_model(n_in, n_hidden, n_classes), build_model(n_in, n_hidden, n_classes)
    if not isinstance(second, nn.Module):
        return {"is_model": False}
    parameters = {name: p.detach().clone() for name, p in second.named_parameters()}
    frozen = [name for name, p in second.named_parameters() if not p.requires_grad]
    with torch.no_grad():
        for p in first.parameters():
            p.add_(1)
    later = {name: p.detach().clone() for name, p in second.named_parameters()}
    return {"is_model": True, "parameters": parameters, "frozen": frozen, "later": later}


@scenario
def fill_and_run(build_model, n_in, n_hidden, n_classes, x, seed):
    """Build a model, give its parameters random values between -1 and 1, and run it.

    x: tensor (batch, n_in)

    Returns a dict: "is_model", whether an nn.Module came back; "parameters", name to tensor; "scores" and
    "eval_scores", what the model returned in training mode and in evaluation mode; "error", what it raised, if it did.
    """
    model = build_model(n_in, n_hidden, n_classes)
    if not isinstance(model, nn.Module):
        return {"is_model": False}
    g = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for p in model.parameters():
            p.copy_(2 * torch.rand(p.shape, generator=g) - 1)
        seen = {"is_model": True, "error": ""}
        seen["parameters"] = {name: p.clone() for name, p in model.named_parameters()}
        try:
            seen["scores"], seen["eval_scores"] = model.train()(x), model.eval()(x)
        except Exception as error:
            seen["error"] = f"{type(error).__name__}: {error}"
    return seen


@scenario
def count_and_freeze(count_parameters, model):
    """Count the trainable parameters of a PlainNet, freeze layer1, count them again, then count all. Returns a list."""
    counts = [count_parameters(model, trainable_only=True)]
    model.layer1.requires_grad_(False)
    return [*counts, count_parameters(model, trainable_only=True), count_parameters(model, trainable_only=False)]


@scenario
def answers_about(states_equal, pairs):
    """Compare pairs of state dicts. Returns a list of ("answer", what was returned) and ("error", its text)."""
    answers = []
    for a, b in pairs:
        try:
            answers.append(("answer", states_equal(a, b)))
        except NotImplementedError:
            raise
        except Exception as error:
            answers.append(("error", f"{type(error).__name__}: {error}".rstrip(". ")))
    return answers


def check_answers(answers, cases):
    """Check what answers_about() returned. cases: list of tuples (a, b, the right answer, name, hint)."""
    for (kind, answer), (_, _, expected, name, hint) in zip(answers, cases, strict=True):
        check.that(
            kind == "answer",
            f"{name} raised {answer}. The answer is True or False, never an error. Compare the keys first. For two "
            "tensors, == answers number by number; torch.equal gives one answer, also for different shapes.",
        )
        check.equal(answer, expected, name, hint)
