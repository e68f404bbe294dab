"""Ours and the peers: a small module each, with a function for each way of doing the work.

A function takes the name of the work, the folder of inputs (`preparation.py`) and the path to write to.
It loads what it needs and returns the work itself, which alone is timed. What the work returns, where it
returns anything, is called afterwards, and gives the results of a validation: (focus, path, component).
"""
