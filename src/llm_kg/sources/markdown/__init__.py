"""Awesome lists in Markdown."""

from llm_kg.sources.markdown.reader import read_markdown

__all__ = ["read_markdown"]
