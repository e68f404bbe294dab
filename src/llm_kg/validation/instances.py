"""Which nodes are known to be of a class, in little memory."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import Final

__all__ = ["Instances"]

#: Runs of hashes are joined until one is as long as this.
_LONGEST: Final = 1 << 20


class Instances:
    """The known instances of a class: the latest by their tokens, those before by a hash of 64 bits.

    One hash in 2^64 / n is that of one of n nodes by chance: among ten million, one wrong in 10^12.
    """

    def __init__(self) -> None:
        self.latest: set[str] = set()
        self._runs: list[array[int]] = []

    def __contains__(self, token: str) -> bool:
        return token in self.latest or self.is_older(token)

    def is_older(self, token: str) -> bool:
        """Tell whether a node is among those of which the hash alone is kept; it is a latest one anew."""
        wanted = hash(token)
        for run in self._runs:
            place = bisect_left(run, wanted)
            if place < len(run) and run[place] == wanted:
                self.latest.add(token)
                return True
        return False

    def shrink(self, beyond: int = 0) -> None:
        """Keep the hashes of the latest nodes alone, if these are more than so many."""
        if len(self.latest) <= beyond:
            return
        run = sorted(map(hash, self.latest))
        while self._runs and len(self._runs[-1]) <= len(run) < _LONGEST:
            run = sorted([*self._runs.pop(), *run])
        self._runs.append(array("q", run))
        self.latest.clear()

    def hashes(self) -> array[int]:
        """Return the hashes of all known nodes."""
        all_ = array("q", map(hash, self.latest))
        for run in self._runs:
            all_.extend(run)
        return all_
