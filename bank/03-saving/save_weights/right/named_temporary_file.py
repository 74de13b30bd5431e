"""Write to a NamedTemporaryFile in the same folder, then move it there with shutil."""

import tempfile
import shutil


def save_weights(model, path):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        torch.save(model.state_dict(), file)
    shutil.move(file.name, path)
    return path
