"""Read by the teacher's JupyterLab alone."""

c = get_config()  # noqa: F821  (Jupyter provides it)
# formgrader is a page inside JupyterLab's, of the same address. JupyterHub allows no page inside another.
c.ServerApp.tornado_settings = {"headers": {"Content-Security-Policy": "frame-ancestors 'self'"}}
