"""Read by everybody's JupyterLab."""

c = get_config()  # noqa: F821  (Jupyter provides it)
# Between JupyterLab and a kernel: files of the account. A port of this machine would be open to every account on it.
c.KernelManager.transport = "ipc"
# A kernel that nobody uses for four hours ends; what is saved stays.
c.MappingKernelManager.cull_idle_timeout = 4 * 3600
