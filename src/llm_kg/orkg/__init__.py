"""The Open Research Knowledge Graph: models as its papers and contributions."""
