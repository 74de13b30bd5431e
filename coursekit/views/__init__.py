"""Pictures and widgets of the course, drawn from live objects.

    from coursekit import views
    views.show_pipeline("trained.pth", spiral_net)      # as the last line of a cell

A `draw_…` function returns a `Picture`: a matplotlib Figure with alternative text in `.alt`. A `show_…` function
returns a `View`: an ipywidgets widget that shows the same pictures one at a time, and a still picture where no widget
can run (an nbconvert export, for one). Both show themselves when they are the last line of a cell. No function changes
the models it is given.

| question | picture | widget |
| --- | --- | --- |
| What happens when a model is restored? | `draw_pipeline(path, factory)` | `show_pipeline(path, factory)` |
| How did training go? | `draw_training(trace, model=None, epoch=None)` | `show_training(trace=None, models=None)` |
| What does a state dict hold? | `draw_state(state, key=None)` | `show_state(state)` |
| Which keys fit? | `draw_matching(model, state)` | `show_matching(model, state)` |
| How does a prediction come about? | `draw_prediction(model, x, step=None)` | `show_prediction(model, x)` |
| What is inside a checkpoint file? | `draw_file(path, member=None)` | `show_file(path)` |
| What did restoring change? | `draw_restoring(fresh, saved, restored, entry=None)` | `show_restoring(…)` |
| When does a model hear a voice? | `draw_voice(audio, curves)` | |
| Which values went in, which came out? | `draw_tensors(tensors)` | |
| Where do the values of a batch lie? | `draw_spread(batches)` | |
| How does an optimizer walk? | `draw_descent(loss_of, paths)` | |

`path` is a file, `factory` builds a model, `state` is a state dict, a model or the path of a file, `trace` is a list of
EpochRecord or of dicts with epoch, loss and accuracy, `models` holds one model for each epoch.
`trace, models = watch_training(epochs=10, seed=0)` makes both. `state_table(state)` is draw_state's table as HTML.
"""

from coursekit.views.descent import draw_descent
from coursekit.views.entries import draw_state, show_state, state_table
from coursekit.views.file_map import draw_file, show_file
from coursekit.views.matching import draw_matching, show_matching
from coursekit.views.picture import Picture
from coursekit.views.pipeline import draw_pipeline, show_pipeline
from coursekit.views.prediction import draw_prediction, show_prediction
from coursekit.views.restoring import draw_restoring, show_restoring
from coursekit.views.spread import draw_spread
from coursekit.views.tensors import draw_tensors
from coursekit.views.training import draw_training, show_training, watch_training
from coursekit.views.view import View
from coursekit.views.voice import draw_voice

__all__ = [
    "Picture",
    "View",
    "draw_descent",
    "draw_file",
    "draw_matching",
    "draw_pipeline",
    "draw_prediction",
    "draw_restoring",
    "draw_spread",
    "draw_state",
    "draw_tensors",
    "draw_training",
    "draw_voice",
    "show_file",
    "show_matching",
    "show_pipeline",
    "show_prediction",
    "show_restoring",
    "show_state",
    "show_training",
    "state_table",
    "watch_training",
]
