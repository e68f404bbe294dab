"""Start the stand-in on a port of this machine."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from . import FAULTS, App, Fault, Server
from .state import PREDICATES


def _fault(text: str) -> Fault:
    kind, _, rest = text.partition(":")
    if kind not in FAULTS:
        raise argparse.ArgumentTypeError(f"there are {', '.join(FAULTS)}")
    method, _, rest = rest.partition(":")
    path, _, skip = rest.partition(":")
    return Fault(kind, method or "WRITE", path or "/api/", int(skip or 0))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.orkg_server", description=__doc__)
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument(
        "--host", choices=PREDICATES, default="production", help="whose predicate ids to have"
    )
    parser.add_argument("--state", type=Path, help="a file that keeps the state (else it is in memory)")
    parser.add_argument("--token-seconds", type=float, default=300)
    parser.add_argument("--port-80", action="store_true", help="Location as https://host:80/…")
    parser.add_argument("--without-uri", action="store_true", help="as hosts before 0.100.0")
    parser.add_argument(
        "--fault", type=_fault, action="append", default=[], metavar="KIND[:METHOD[:PATH[:SKIP]]]",
        help=f"misbehave once: {', '.join(FAULTS)}",
    )  # fmt: skip
    options = parser.parse_args()
    app = App(
        predicates=options.host,
        store=options.state,
        token_seconds=options.token_seconds,
        location="https://127.0.0.1:80" if options.port_80 else None,
        has_uri=not options.without_uri,
        faults=options.fault,
    )
    with Server(app, options.port) as server:
        server.verbose = True
        sys.stderr.write(
            f"{server.address}\nexport ORKG_USERNAME={app.username} ORKG_PASSWORD='{app.password}'\n"
        )
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            sys.stderr.write(f"{len(app.writes)} writes of {len(app.requests)} requests\n")


if __name__ == "__main__":
    main()
