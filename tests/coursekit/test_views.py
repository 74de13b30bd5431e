"""The pictures say what the live objects hold, in colours and in words, with and without a kernel."""

from __future__ import annotations

import io
import itertools
import pickle
import re
import time
import zipfile
from html.parser import HTMLParser

import ipywidgets
import nbformat
import numpy as np
import pytest
import torch
from matplotlib import style
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from torch import nn

from coursekit import views
from coursekit.checkpoints import random_checkpoint
from coursekit.controls import Menu, Slider
from coursekit.models import DropoutNet, MixedNet, NormNet, PlainNet, TiedNet
from coursekit.spirals import EpochRecord, spiral_net, spirals
from coursekit.views import palette, prediction, training
from coursekit.views.file_map import file_map

TRACE = [EpochRecord(1, 0.9, 0.5), EpochRecord(2, 0.6, 0.75)]


def bowl(weights):
    """A loss of two weights."""
    return weights.square().sum(-1)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """One picture of every kind."""
    trace, models = views.watch_training(epochs=2)
    fresh, saved, path = spiral_net(), models[-1], tmp_path_factory.mktemp("drawn") / "saved.pth"
    torch.save(saved.state_dict(), path)
    return {
        "pipeline": views.draw_pipeline(path, spiral_net),
        "training": views.draw_training(trace, saved),
        "state": views.draw_state(NormNet(), "layer1.weight"),
        "matching": views.draw_matching(NormNet(), PlainNet(n_out=5).state_dict()),
        "prediction": views.draw_prediction(saved, spirals()[0][:6]),
        "file": views.draw_file(path),
        "restoring": views.draw_restoring(fresh, saved, saved),
        "values": views.draw_restoring(fresh, saved, saved, "2.bias"),
        "voice": views.draw_voice(torch.zeros(5120), {name: torch.rand(10) for name in ("published", "mine", "other")}),
        "tensors": views.draw_tensors({"in": torch.randn(6), "out": torch.zeros(2, 6)}),
        "spread": views.draw_spread({"before": torch.randn(9, 3), "after": torch.randn(9, 3)}),
        "descent": views.draw_descent(bowl, {"SGD": torch.randn(5, 2), "Adam": torch.randn(7, 2)}),
    }


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A model and the file that holds its state dict."""
    model, path = spiral_net(), tmp_path_factory.mktemp("trained") / "trained.pth"
    torch.save(model.state_dict(), path)
    return model, path


@pytest.fixture(scope="module")
def all_views(trained):
    """One view of every kind."""
    model, path = trained
    x = spirals()[0][:3]
    return {
        "pipeline": views.show_pipeline(path, spiral_net),
        "training": views.show_training(TRACE, [model, model]),
        "state": views.show_state(model),
        "matching": views.show_matching(model, path),
        "prediction": views.show_prediction(model, x),
        "file": views.show_file(path),
        "restoring": views.show_restoring(spiral_net(), model, model),
    }


# --- what the pictures say ----------------------------------------------------------------------------------------


def test_the_pipeline_says_that_the_model_holds_the_file_now(trained):
    model, path = trained
    alt = views.draw_pipeline(path, spiral_net).alt
    # Two numbers: one in a hundred new models has the same first one, as far as it is shown.
    first = ", ".join(f"{number:z.2f}".replace("-", "−") for number in model.state_dict()["0.weight"][0].tolist())
    assert alt.count(f"0.weight (64 × 2): {first}, ") == 2  # in the file and in the restored model
    assert "Equal to the file now: 4 of 4 tensors. Changed by stage 3: 4." in alt


def test_the_pipeline_says_so_when_the_model_stays_as_it_was(trained):
    model, path = trained
    assert "Changed by stage 3: 0." in views.draw_pipeline(path, lambda: model).alt


def test_the_pipeline_of_another_architecture_raises_what_torch_raises(trained):
    with pytest.raises(RuntimeError, match="Missing key"):
        views.draw_pipeline(trained[1], PlainNet)


@pytest.mark.filterwarnings("ignore:.*copying from a non-meta parameter")
def test_the_pipeline_of_a_model_without_values_says_that_none_equals_the_file(trained):
    alt = views.draw_pipeline(trained[1], lambda: spiral_net().to("meta")).alt
    assert "no values (meta)" in alt
    assert "Equal to the file now: 0 of 4 tensors." in alt


def test_the_first_steps_of_the_pipeline_do_not_tell_the_end(trained):
    labels, frames = zip(*views.show_pipeline(trained[1], spiral_net).frames, strict=True)
    assert labels == ("1 Create the model", "2 Load the file", "3 Apply it to the model")
    assert ["Equal to the file" in frame.alt for frame in frames] == [False, False, True]


def test_training_is_told_in_numbers_and_takes_dicts_too():
    records, dicts = TRACE, [{"epoch": r.epoch, "loss": r.loss, "accuracy": r.accuracy} for r in TRACE]
    alt = views.draw_training(records, epoch=1).alt
    assert "Loss: 0.900 in epoch 1, 0.600 in epoch 2. Accuracy: 50.0% in epoch 1, 75.0% in epoch 2." in alt
    assert "Marked: epoch 1" in alt
    assert views.draw_training(dicts, epoch=1).alt == alt


def test_a_training_that_diverged_can_be_drawn():
    diverged = [EpochRecord(1, 2.0, 0.3), EpochRecord(2, float("inf"), 0.3), EpochRecord(3, float("nan"), 0.3)]
    assert "<svg" in views.draw_training(diverged).html()
    assert "<svg" in views.draw_training(diverged[2:]).html()


def test_a_long_training_keeps_its_first_and_its_last_epoch_in_the_widget(monkeypatch):
    monkeypatch.setattr(training, "MOST", 3)
    trace = [EpochRecord(epoch, 1 / epoch, 0.5) for epoch in range(1, 60)]
    labels = [label.split(":")[0] for label, _ in views.show_training(trace).frames]
    assert labels == ["epoch 1", "epoch 30", "epoch 59"]


def test_an_empty_trace_is_refused_in_words():
    with pytest.raises(ValueError, match="Train at least one epoch"):
        views.draw_training([])


def test_only_a_model_of_points_gets_a_decision_boundary():
    def boundary(model):
        return "decision boundary" in views.draw_training(TRACE, model).alt

    assert boundary(spiral_net())
    assert not boundary(nn.Linear(4, 3))
    assert not boundary(spiral_net().to("meta"))


def test_watching_a_training_keeps_a_model_of_each_epoch():
    trace, models = views.watch_training(epochs=2)
    assert [record.epoch for record in trace] == [1, 2]
    assert not torch.equal(models[0][0].weight, models[1][0].weight)


@pytest.mark.parametrize("factory", [PlainNet, NormNet, TiedNet, MixedNet])
def test_the_state_dict_table_has_every_key_shape_dtype_and_size(factory):
    state = factory().state_dict()
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", views.state_table(state))
    assert len(rows) == len(state)
    for row, (key, value) in zip(rows, state.items(), strict=True):
        size = value.numel() * value.element_size()
        words = [key, str(value.dtype)[6:], "cpu", f"{size} bytes", *map(str, value.shape)]
        assert all(word in row for word in words)


def test_the_state_dict_picture_names_what_the_chosen_entry_holds():
    state = {"weight": torch.tensor([[1.5, -2.0]]), "steps": torch.tensor(7), "extra": {"a": 1}}
    assert "Heat map of weight: first values 1.50, −2.00; from −2.00 to 1.50." in views.draw_state(state, "weight").alt
    assert "Heat map of steps: first values 7; from 7 to 7." in views.draw_state(state, "steps").alt
    assert "Heat map of extra: none, it is a dict." in views.draw_state(state, "extra").alt
    with pytest.raises(KeyError, match=r"bias.*weight, steps, extra"):
        views.draw_state(state, "bias")


@pytest.mark.parametrize(
    "value",
    [
        torch.empty(3, device="meta"),
        torch.empty(0),
        torch.tensor(float("nan")),
        torch.tensor([float("inf"), 1.0]),
        torch.tensor([True, False]),
        torch.ones(2, dtype=torch.bfloat16),
        torch.ones(2, 3, 4, 5),
        torch.ones(2, dtype=torch.complex64),
        torch.ones(200, 300),
    ],
    ids=["meta", "empty", "nan", "infinite", "bool", "bfloat16", "four dimensions", "complex", "large"],
)
def test_every_kind_of_tensor_can_be_drawn(value):
    assert "<svg" in views.draw_state({"entry": value}).html()


def test_an_empty_state_dict_can_be_drawn():
    assert views.draw_state(nn.ReLU()).alt == "State dict with 0 entries."
    assert views.show_state(nn.ReLU()).frames


def test_something_else_than_a_state_dict_is_refused_in_words(tmp_path):
    torch.save([1, 2], tmp_path / "list.pth")
    with pytest.raises(TypeError, match="list instead of a state dict"):
        views.draw_state(tmp_path / "list.pth")


def test_keys_are_matched_as_load_state_dict_matches_them():
    model = PlainNet()
    state = PlainNet(n_out=5).state_dict()
    state["module.layer1.bias"] = state.pop("layer1.bias")
    with pytest.raises(RuntimeError) as torchs:
        model.load_state_dict(state)
    alt = views.draw_matching(model, state).alt
    said = dict(re.findall(r"(\w+), \d+: (.*?)\.(?= [A-Z]|$)", alt))
    for verdict, phrase in {"Missing": "Missing key", "Unexpected": "Unexpected key"}.items():
        keys = re.findall(r'"([^"]+)"', re.search(rf"{phrase}.*", str(torchs.value))[0])
        assert re.findall(r"([\w.]+) \(", said[verdict]) == keys
    mismatched = re.findall(r"size mismatch for ([\w.]+):", str(torchs.value))
    assert re.findall(r"([\w.]+) \(", said["Mismatched"]) == mismatched
    assert said["Matched"] == "layer1.weight (8 × 2)"


def test_a_file_is_matched_like_its_state_dict(trained):
    model, path = trained
    assert views.draw_matching(model, path).alt == views.draw_matching(model, model.state_dict()).alt


def test_a_prediction_is_traced_through_every_layer_that_runs():
    model, x = spiral_net(), spirals()[0][:4]
    alt = views.draw_prediction(model, x).alt
    steps = [("Linear", "0", "64"), ("ReLU", "1", "64"), ("Linear", "2", "3")]
    assert re.findall(r'(\w+) "(\d)": 4 × (\d+)', alt) == steps
    classes = model(x).argmax(1).tolist()
    assert alt.endswith(f"Highest score in column: {', '.join(map(str, classes))}.")


def test_a_deep_model_is_drawn_from_its_first_layers_to_its_last(monkeypatch):
    monkeypatch.setattr(prediction, "MOST", 3)
    model = nn.Sequential(*(nn.Linear(2, 2) for _ in range(30)))
    labels = [label for label, _ in views.show_prediction(model, torch.ones(1, 2)).frames]
    assert labels == ["0: input, 1 × 2", '1: Linear "0", 1 × 2', '30: Linear "29", 1 × 2']


def test_a_prediction_leaves_the_model_as_it_was():
    model = DropoutNet()
    before = {key: value.clone() for key, value in model.state_dict().items()}
    random = torch.get_rng_state()
    views.draw_prediction(model, torch.ones(2, 2))
    assert model.training
    assert all(torch.equal(value, before[key]) for key, value in model.state_dict().items())
    assert torch.equal(torch.get_rng_state(), random)
    assert not nn.modules.module._global_forward_hooks


def test_restoring_counts_what_equals_the_saved_model():
    saved, restored = spiral_net(), spiral_net()
    restored.load_state_dict(saved.state_dict())
    with torch.no_grad():
        restored[2].bias[0] += 1
    picture = views.draw_restoring(spiral_net(), saved, restored, "2.bias")
    assert "fresh: 0 of 3 values equal the saved ones" in picture.alt
    assert "restored: 2 of 3 values equal the saved ones" in picture.alt


def test_restoring_draws_models_that_have_no_decision_boundary():
    model = NormNet(n_in=4)
    frames = views.show_restoring(NormNet(n_in=4), model, model).frames
    assert [label for label, _ in frames] == list(model.state_dict())


# --- files --------------------------------------------------------------------------------------------------------


def test_the_map_of_a_file_finds_the_tensor_of_every_storage(tmp_path):
    checkpoint = random_checkpoint(1, NormNet, folder=tmp_path)
    storages = [member for member in file_map(checkpoint.path).members if member.is_storage]
    assert [member.holds[0].split(",")[0] for member in storages] == list(checkpoint.state_dict)
    sizes = [value.numel() * value.element_size() for value in checkpoint.state_dict.values()]
    assert [member.size for member in storages] == sizes


def test_tied_entries_share_one_member(tmp_path):
    checkpoint = random_checkpoint(1, TiedNet, folder=tmp_path)
    shared = [member.holds for member in file_map(checkpoint.path).members if len(member.holds) > 1]
    assert [[words.split(",")[0] for words in holds] for holds in shared] == [["first.weight", "last.weight"]]


def test_a_nested_checkpoint_is_mapped_with_the_keys_that_lead_to_a_tensor(tmp_path):
    model = PlainNet()
    optimizer = torch.optim.Adam(model.parameters())
    model(torch.ones(1, 2)).sum().backward()
    optimizer.step()
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": 3}, tmp_path / "all.pth")
    held = " ".join(words for member in file_map(tmp_path / "all.pth").members for words in member.holds)
    assert "model › layer1.weight, 8 × 2 (float32)" in held
    assert "optimizer › state › 0 › exp_avg, 8 × 2 (float32)" in held


def test_a_whole_model_in_a_file_is_mapped_without_its_class(tmp_path):
    torch.save(nn.Sequential(nn.Linear(2, 3)), tmp_path / "model.pth")
    holds = [member.holds for member in file_map(tmp_path / "model.pth").members if member.is_storage]
    assert [words.split(" › ")[-1] for (words,) in holds] == ["weight, 3 × 2 (float32)", "bias, 3 (float32)"]


class Payload:
    """Unpickled by an ordinary Unpickler, it writes a file."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return (open, (self.path, "w"))


class Loader(pickle.Unpickler):
    def persistent_load(self, pid: object) -> torch.storage.TypedStorage:
        return torch.storage.TypedStorage(3, dtype=torch.float32)


@pytest.mark.filterwarnings("ignore:TypedStorage")
def test_a_payload_in_a_file_does_not_run(tmp_path):
    torch.save({"surprise": Payload(str(tmp_path / "ran")), "weight": torch.ones(3)}, tmp_path / "stranger.pth")
    views.show_file(tmp_path / "stranger.pth")
    assert not (tmp_path / "ran").exists()
    with zipfile.ZipFile(tmp_path / "stranger.pth") as archive:  # the payload is real
        pickled = archive.read("stranger/data.pkl")
    Loader(io.BytesIO(pickled)).load()
    assert (tmp_path / "ran").exists()


def test_a_legacy_file_is_said_to_have_no_members(tmp_path):
    checkpoint = random_checkpoint(1, legacy=True, folder=tmp_path)
    alt = views.draw_file(checkpoint.path).alt
    assert "legacy format from before torch 1.6" in alt
    assert "Only a zip archive has members." in alt


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "neither a zip archive nor a torch file"),
        (b"version https://git-lfs.github.com/spec/v1\n", "neither a zip archive nor a torch file"),
    ],
)
def test_a_file_that_is_no_checkpoint_is_named_as_such(tmp_path, content, said):
    (tmp_path / "weights.pth").write_bytes(content)
    assert said in views.draw_file(tmp_path / "weights.pth").alt


def test_a_damaged_list_of_contents_leaves_the_sizes(tmp_path):
    with zipfile.ZipFile(tmp_path / "bad.pth", "w") as archive:
        archive.writestr("bad/data.pkl", b"\x80\x02}q\x00(X")
        archive.writestr("bad/data/0", b"1234")
    assert "data/0: 4 bytes." in views.draw_file(tmp_path / "bad.pth").alt


# --- showing them -------------------------------------------------------------------------------------------------


class Drawings(HTMLParser):
    """The attributes of every drawing."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "svg":
            self.found.append(dict(attrs))


def test_a_picture_is_a_figure_that_shows_itself_with_its_alternative_text(drawn):
    for picture in drawn.values():
        (drawing,) = Drawings(picture.html()).found
        assert isinstance(picture, Figure)
        assert (drawing["role"], drawing["aria-label"]) == ("img", picture.alt)


def test_a_picture_has_the_text_colour_and_the_font_of_the_page_and_no_ground(drawn):
    for name, picture in drawn.items():
        html = picture.html()
        assert "currentColor" in html and "--jp-content-font-family" in html, name
        for own in (palette.INK, palette.GREY, "#ffffff", "#000000", "DejaVu", "<style"):
            assert own not in html, (name, own)


def test_no_text_of_a_picture_is_smaller_than_eleven_pixels_in_a_narrow_column(drawn):
    column = 555  # pixels: JupyterLab's in a window of 1,000, with its folders open
    for name, picture in drawn.items():
        wide = float(Drawings(picture.html()).found[0]["viewbox"].split()[2])
        sizes = [float(size) for size in re.findall(r"font(?:-size)?: [^;]*?([\d.]+)px", picture.html())]
        assert min(sizes) * column / wide >= 11, name


def test_two_pictures_in_one_page_share_no_id(drawn):
    one, other = (set(re.findall(r'\bid="([^"]+)"', drawn["restoring"].html())) for _ in range(2))
    assert one and not one & other


def test_every_reference_in_a_picture_leads_to_something_in_it(drawn):
    for name, picture in drawn.items():
        html = picture.html()
        used = set(re.findall(r'(?:xlink:href="#|url\(#)([^")]+)', html))
        assert used <= set(re.findall(r'\bid="([^"]+)"', html)), name


def test_alternative_text_with_quotes_and_angle_brackets_survives():
    alt = views.draw_state({'<b>"odd"': torch.ones(1)}).alt
    (drawing,) = Drawings(views.draw_state({'<b>"odd"': torch.ones(1)}).html()).found
    assert drawing["aria-label"] == alt


@pytest.mark.filterwarnings("error")
def test_a_file_or_a_key_may_have_any_name(tmp_path):
    file = tmp_path / "my $model_$ 重.pth"
    torch.save({"a$^$b": torch.ones(2)}, file)

    assert "my $model_$ 重.pth" in views.draw_file(file).html()
    assert "a$^$b" in views.draw_state(file).html()


def test_every_view_has_one_control_with_a_name_and_the_browser_itself_links_it_to_the_pictures(all_views):
    for name, view in all_views.items():
        controls = [child for child in view.children if isinstance(child, Menu | Slider)]
        assert controls == [view.control], name
        assert isinstance(view.control, Slider) == (name in {"pipeline", "training", "prediction"})
        assert view.control.description
        assert len(view.control.options) == len(view.pictures.children) == len(view.frames) > 1
        assert (view.link.source[0], view.link.target[0]) == (view.control, view.pictures)


def test_every_frame_has_alternative_text_of_its_own(all_views):
    for name, view in all_views.items():
        alts = [Drawings(child.value).found[0]["aria-label"] for child in view.pictures.children]
        assert alts == [picture.alt for _, picture in view.frames], name
        assert len(set(alts)) == len(alts), name


@pytest.mark.slow
def test_an_executed_notebook_has_both_the_widget_and_the_still_picture(tmp_path):
    code = "from coursekit import views\nfrom coursekit.spirals import spiral_net\nviews.show_state(spiral_net())"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": tmp_path}}).execute()
    still, widget = notebook.cells[0].outputs
    assert Drawings(still.data["text/html"]).found[0]["aria-label"].startswith("State dict with 4 entries.")
    assert "application/vnd.jupyter.widget-view+json" in widget.data
    assert len(Drawings(widget.data["text/html"]).found) == 3  # the other entries, where no widget can run
    page, _ = HTMLExporter().from_notebook_node(notebook)
    assert any(one.get("aria-label", "").startswith("State dict with 4 entries.") for one in Drawings(page).found)


def test_every_picture_but_the_still_one_unfolds_where_no_widget_can_run(all_views):
    for name, view in all_views.items():
        alts = [one["aria-label"] for one in Drawings(view.unfolding()).found]
        assert sorted([*alts, view.still.alt]) == sorted({view.still.alt, *(one.alt for _, one in view.frames)}), name
        assert view.unfolding().count("<details>") == len(alts), name


def test_no_two_parts_of_a_picture_share_an_id(all_views):
    for name, view in all_views.items():
        ids = re.findall(r'\bid="([^"]+)"', "".join(child.value for child in view.pictures.children))
        assert len(ids) == len(set(ids)), name


def test_the_still_picture_hides_only_where_the_widget_is_drawn(trained):
    view = views.show_state(trained[0])
    rules = [child.value for child in view.children if isinstance(child, ipywidgets.HTML)]
    assert rules == [f"<style>.still-{view.model_id} {{ display: none }}</style>"]


def test_tensors_are_told_value_by_value():
    alt = views.draw_tensors({"in": torch.tensor([1.0, -2.5]), "out": torch.tensor([[0.0], [3.0]])}).alt
    assert alt == "in: 1.00, −2.50. out: 0.00, 3.00."


def test_the_spread_of_a_batch_is_told_for_each_feature():
    batch = torch.tensor([[1.0, -5.0], [3.0, -5.0]])
    assert views.draw_spread({"before": batch}).alt == (
        "before: feature 1 has mean 2.00 and standard deviation 1.00, "
        "feature 2 has mean −5.00 and standard deviation 0.00."
    )


def test_a_descent_is_told_by_its_ends():
    path = torch.tensor([[3.0, 4.0], [1.0, 1.0], [0.0, 0.5]])
    assert views.draw_descent(bowl, {"SGD": path}).alt == (
        "Paths down a loss of two weights. "
        "SGD: from loss 25.00 at (3.00, 4.00) in 2 steps to loss 0.25 at (0.00, 0.50)."
    )


# --- palette ------------------------------------------------------------------------------------------------------

#: what an eye without one kind of cone sees, on linear RGB. Source: Machado, Oliveira and Fernandes 2009, severity 1.
EYES = {
    "usual": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
XYZ = np.array(  # linear sRGB → CIE XYZ
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
COLOURS = {"classes": [sign.colour for sign in palette.CLASSES], "verdicts": list(palette.VERDICTS.values())}


def linear(colour: str) -> np.ndarray:
    """sRGB "#rrggbb" → linear RGB, each 0 to 1. Source: IEC 61966-2-1."""
    c = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """Linear RGB → CIE L*a*b* under D65."""
    xyz = XYZ @ np.clip(rgb, 0, 1) / [0.95047, 1.0, 1.08883]
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(one: str, other: str) -> float:
    """Source: WCAG 2.2, contrast ratio."""
    dark, light = sorted(float(XYZ[1] @ linear(colour)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("what", COLOURS)
def test_colours_stay_apart_for_every_eye(eye, what):
    seen = [lab(np.array(EYES[eye]) @ linear(colour)) for colour in COLOURS[what]]
    assert min(np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2)) > 20


def test_classes_differ_in_marker_and_hatch_too():
    for field in ("marker", "hatch", "word"):
        assert len({getattr(sign, field) for sign in palette.CLASSES}) == len(palette.CLASSES)


@pytest.mark.parametrize(("page", "text"), [("#ffffff", "#212121"), ("#111111", "#ffffff")])
def test_text_has_a_contrast_of_at_least_four_and_a_half_on_everything_it_is_written_on(page, text):
    grounds = [palette.tint(palette.VERMILLION, 0.6), palette.tint(palette.BLUE, 0.2)]
    grounds += [palette.tint(colour, 0.3) for colour in palette.VERDICTS.values()]
    grounds += [palette.VALUES(value) for value in np.linspace(0, 1, 21)]
    assert min(contrast(text, laid_over(page, ground)) for ground in grounds) >= 4.5


def laid_over(page: str, colour: palette.Colour) -> str:
    *rgb, share = colour
    return to_hex([share * c + (1 - share) * p for c, p in zip(rgb, to_rgb(page), strict=True)])


# --- drawing ------------------------------------------------------------------------------------------------------


def without_ids(html: str) -> str:
    return re.sub(r'(id="|#)(?:image|[a-zA-Z])[0-9a-f_]{6,}', r"\1", html)


def test_a_style_of_the_reader_changes_nothing():
    state = {"weight": torch.eye(3)}
    plain = without_ids(views.draw_state(state).html())
    with style.context("dark_background"):
        assert without_ids(views.draw_state(state).html()) == plain


def test_no_picture_takes_a_second(drawn, trained):
    views.draw_restoring(spiral_net(), trained[0], trained[0]).html()  # fonts are read once
    start = time.process_time()
    for picture in drawn.values():
        picture.html()
    assert (time.process_time() - start) / len(drawn) < 1
