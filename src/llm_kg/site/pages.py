"""Every file of a site, one after the other: path and text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, TypeVar

from llm_kg.errors import MissingExtraError
from llm_kg.explanations import Dispute, Explanation
from llm_kg.rdf import LLMKG
from llm_kg.site.comparison import Comparison, open_licensed
from llm_kg.site.linked_data import LinkedData
from llm_kg.site.model_pages import ModelPages, claim_row
from llm_kg.site.plots import make_plots
from llm_kg.site.view import View, file_name, web_link
from llm_kg.terms import NamedTerm, Property
from llm_kg.vocabulary import load_vocabulary
from llm_kg.writers import find_format, serialize

if TYPE_CHECKING:
    import jinja2

__all__ = ["site_files"]

_ASSETS: Final = ("models.js", "takeaway.js", "comparison.js", "site.css")
#: Rows of a plain table on one page; a script shows all of them, page by page.
_ROWS: Final = 250

T = TypeVar("T")


def site_files(view: View, version: str | None) -> Iterator[tuple[str, str]]:
    """Yield the path and text of every file of a site.

    Raises
    ------
    MissingExtraError
        jinja2 is not installed.
    """
    environment = _environment()
    environment.globals.update(
        version=version,
        sources=list(view.graph.sources.values()),
        web_link=web_link,
        titles=", ".join(source.title or source.id for source in view.graph.sources.values()),
    )
    store = view.graph.to_oxigraph()
    comparison = Comparison(view, open_licensed(view, store))
    yield from _comparison(environment, comparison)
    yield "comparison-data.js", comparison.script()
    for plot in (plots := make_plots(view, store)):
        yield f"plots/{plot.name}.rq", plot.query
        yield f"plots/{plot.name}.csv", plot.csv
    yield "plots.html", environment.get_template("plots.html").render(plots=plots)
    yield from _conflicts(environment, view)
    yield "vocabulary.html", environment.get_template("vocabulary.html").render(**_vocabulary())
    yield "about.html", environment.get_template("about.html").render(**_counts(view))
    yield from _models(environment, view)
    yield "graph.ttl", "".join(serialize(view.graph, find_format("turtle")))
    for name in _ASSETS:
        text = resources.files("llm_kg.site").joinpath("assets", name).read_text(encoding="utf-8")
        yield f"assets/{name}", text


def _environment() -> jinja2.Environment:
    try:
        import jinja2
    except ImportError:
        raise MissingExtraError("site", "a site") from None
    return jinja2.Environment(
        loader=jinja2.PackageLoader("llm_kg.site"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _comparison(environment: jinja2.Environment, comparison: Comparison) -> Iterator[tuple[str, str]]:
    template = environment.get_template("comparison.html")
    columns = comparison.shown_columns
    for number, count, rows in _paged(list(comparison.rows())):
        yield (
            _page_name("index", number),
            template.render(
                rows=rows, columns=columns, total=len(comparison.view.models), page=number, pages=count
            ),
        )


def _conflicts(environment: jinja2.Environment, view: View) -> Iterator[tuple[str, str]]:
    template = environment.get_template("conflicts.html")
    found = [
        (explanation, dispute)
        for explanation in view.explanations.values()
        for dispute in explanation.disputes
    ]
    terms = load_vocabulary().all_properties
    counts = Counter(terms[dispute.field].label for _, dispute in found)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    models = len({explanation.model.key for explanation, _ in found})
    for number, count, some in _paged(found):
        rows = [_conflict(view, explanation, dispute) for explanation, dispute in some]
        yield (
            _page_name("conflicts", number),
            template.render(
                rows=rows, counts=ranked, total=len(found), models=models, page=number, pages=count
            ),
        )


def _conflict(view: View, explanation: Explanation, dispute: Dispute) -> dict[str, Any]:
    return {
        "model": explanation.model.name,
        "file": file_name(explanation.model.key),
        "field": dispute.field,
        "label": load_vocabulary().all_properties[dispute.field].label,
        "claims": [claim_row(view, judged) for judged in dispute.claims],
        "reason": dispute.reason,
    }


def _models(environment: jinja2.Environment, view: View) -> Iterator[tuple[str, str]]:
    template = environment.get_template("model.html")
    pages, linked_data = ModelPages(view), LinkedData(view)
    for model in view.models:
        path = f"model/{file_name(model.key)}"
        as_turtle, as_jsonld = linked_data.of(model.key)
        yield f"{path}.html", template.render(jsonld=as_jsonld, **pages.matter(model))
        yield f"{path}.ttl", as_turtle
        yield f"{path}.jsonld", as_jsonld


def _vocabulary() -> dict[str, Any]:
    """Return every term by its kind."""
    vocabulary = load_vocabulary()
    properties = sorted(vocabulary.all_properties.values(), key=lambda term: term.label.casefold())
    kinds: list[tuple[str, str, Sequence[NamedTerm]]] = [
        (f"scheme-{scheme.notation}", f"{scheme.label}", sorted(scheme.concepts, key=_label))
        for scheme in sorted(vocabulary.schemes.values(), key=lambda scheme: scheme.label)
    ]
    kinds.append(("organizations", "Organisations", sorted(vocabulary.organizations, key=_label)))
    kinds.append(("units", "Units", sorted(vocabulary.units, key=_label)))
    return {"properties": [(_anchor(term), term) for term in properties], "kinds": kinds}


def _label(term: NamedTerm) -> str:
    return term.label.casefold()


def _anchor(term: Property) -> str:
    """Return the part of a property's IRI behind the hash, which a link to the vocabulary keeps."""
    return term.iri.removeprefix(LLMKG)


def _counts(view: View) -> dict[str, Any]:
    """Return how much of what there is."""
    entries = Counter(record.source.id for model in view.models for record in model.records)
    models = Counter(source for model in view.models for source in {r.source.id for r in model.records})
    claims = sum(len(explanation.claims) for explanation in view.explanations.values())
    conflicts = sum(len(explanation.disputes) for explanation in view.explanations.values())
    return {
        "entries": entries,
        "models_of": models,
        "counts": (
            ("models", len(view.models)),
            ("statements", len(view.graph)),
            ("entries in lists", sum(entries.values())),
            ("claims", claims),
            ("conflicts", conflicts),
            ("sources", len(view.graph.sources)),
        ),
        "base": view.graph.base,
    }


def _paged(rows: Sequence[T]) -> Iterator[tuple[int, int, Sequence[T]]]:
    """Yield pages of rows: the number of each, how many there are, and its rows; one where there are none."""
    count = max(1, -(-len(rows) // _ROWS))
    for number in range(1, count + 1):
        yield number, count, rows[(number - 1) * _ROWS : number * _ROWS]


def _page_name(name: str, number: int) -> str:
    return f"{name}.html" if number == 1 else f"{name}-{number}.html"
