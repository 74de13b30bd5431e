"""A module that the importer must not keep: a child that is forked after its import would have lost its thread."""

import threading
import time

threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
