"""Awesome lists in Markdown; `reader` reads them."""
