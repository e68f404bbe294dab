"""A stand-in for ORKG, as strict as its backend is: for tests, and to try the command line against.

Read off the source of the ORKG backend 0.102.0, and never compared with a live server. `python -m
tests.orkg_server` starts one on this machine.
"""

from .app import FAULTS, App, Fault
from .state import State
from .transport import InProcess, Server, serving

__all__ = ["FAULTS", "App", "Fault", "InProcess", "Server", "State", "serving"]
