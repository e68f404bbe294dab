"""A SPARQL endpoint over a graph, with its pages: see `server.run`."""
