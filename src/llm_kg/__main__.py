"""Run the command line: `python -m llm_kg`."""

from llm_kg.cli import main

main()
