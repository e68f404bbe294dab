"""Papers and their contributions. Nothing surrounds the steps of a creation that could undo them."""

from __future__ import annotations

from typing import Any

from . import rules, schemas
from .atoms import Atoms, normal
from .messages import CONTRIBUTION, PAPER, Request, Response, created, page, reply
from .problems import refuse
from .state import State


class Papers:
    """The calls on papers."""

    def __init__(self, state: State, atoms: Atoms) -> None:
        self.state = state
        self.atoms = atoms
        #: Called when the paper is there and its contributions are not yet: a fault can strike.
        self.half_way = lambda: None

    # Looking up

    def shown(self, paper: dict[str, Any]) -> dict[str, Any]:
        things = self.state.things
        named = {
            "research_fields": [
                {"id": id_, "label": things[id_]["label"]} for id_ in paper["research_fields"]
            ],
            "contributions": [{"id": id_, "label": things[id_]["label"]} for id_ in paper["contributions"]],
        }
        return {
            **paper,
            **named,
            "verified": False,
            "visibility": "DEFAULT",
            "modifiable": True,
            "_class": "paper",
        }

    def find(self, query: dict[str, str], *, head: bool = False) -> list[dict[str, Any]]:
        found = list(self.state.papers.values())
        if (doi := query.get("doi")) is not None:
            bare = rules.doi(doi)
            # HEAD compares upper case to upper case; GET lower-cases what is stored alone.
            wanted = bare.lower() if head else bare
            found = [p for p in found if wanted in [d.lower() for d in p["identifiers"].get("doi", ())]]
        if (title := query.get("title")) is not None:
            exact = head or query.get("exact") == "true"
            found = [
                p
                for p in found
                if (normal(p["title"]) == normal(title) if exact else normal(title) in normal(p["title"]))
            ]
        if query.get("published") == "false":
            found = [p for p in found if not p.get("snapshot")]
        return found

    def list_(self, request: Request) -> Response:
        return page(request, [self.shown(paper) for paper in self.find(request.query)], PAPER)

    def head(self, request: Request) -> Response:
        found = self.find(request.query, head=True)
        if not found:
            raise refuse("paper_not_found", "Paper not found.", 404)
        return Response(200, headers={"Location": f"{request.origin}/api/papers/{found[0]['id']}"})

    def get(self, request: Request, id_: str) -> Response:
        return reply(self.shown(self._paper(id_)), PAPER)

    def get_contribution(self, request: Request, id_: str) -> Response:
        thing = self.state.get(id_, "contribution_not_found", "resource")
        if "Contribution" not in thing["classes"]:
            raise refuse("contribution_not_found", f"Contribution {id_} not found.", 404)
        properties: dict[str, list[str]] = {}
        for statement in self.state.about(id_):
            properties.setdefault(statement["predicate"], []).append(statement["object"])
        told = {"id": id_, "label": thing["label"], "classes": thing["classes"], "properties": properties}
        return reply({**told, "_class": "contribution"}, CONTRIBUTION)

    def _paper(self, id_: str) -> dict[str, Any]:
        if id_ not in self.state.papers:
            raise refuse("paper_not_found", f'Paper "{id_}" not found.', 404)
        return self.state.papers[id_]

    # Checking

    def _check_new(self, title: str, identifiers: schemas.PaperIdentifiers | None) -> None:
        for paper in self.state.papers.values():
            if normal(paper["title"]) == normal(title):
                raise refuse(
                    "paper_already_exists", f'Paper with title "{title}" already exists.', paper_title=title
                )
        for doi in (identifiers and identifiers.doi) or ():
            if any(doi in paper["identifiers"].get("doi", ()) for paper in self.state.papers.values()):
                raise refuse("paper_already_exists", f'Paper with identifier "{doi}" already exists.')

    def check_about(self, body: Any) -> None:
        """Check what papers and comparisons have in common."""
        if len(body.observatories or ()) > 1:
            raise refuse("only_one_observatory_allowed", "Only one observatory is allowed.")
        if len(body.organizations or ()) > 1:
            raise refuse("only_one_organization_allowed", "Only one organization is allowed.")
        for kind in ("observatories", "organizations"):
            if unknown := set(getattr(body, kind) or ()) - set(self.state.data["uuids"]):
                raise refuse(f"{kind[:-1]}_not_found", f"{sorted(unknown)[0]} not found.", 404)
        for field in body.research_fields or ():
            if "ResearchField" not in self.state.things.get(field, {}).get("classes", ()):
                raise refuse("research_field_not_found", f'Research field "{field}" not found.', 404)
        for author in body.authors or ():
            rules.label(author.name)
            if author.id and "Author" not in self.state.things.get(author.id, {}).get("classes", ()):
                raise refuse("author_not_found", f'Author "{author.id}" not found.', 404)
            if author.homepage and not rules.absolute_iri(author.homepage):
                raise refuse("invalid_argument", "homepage must be an IRI")

    def _check_paper(self, body: Any) -> None:
        if body.title is not None:
            rules.label(body.title)
        if body.research_fields is not None and len(body.research_fields) != 1:
            raise refuse("only_one_research_field_allowed", "Exactly one research field is required.")
        self.check_about(body)
        for doi in (body.identifiers and body.identifiers.doi) or ():
            rules.doi(doi)
        info = body.publication_info
        if info and info.published_in:
            rules.label(info.published_in)
        if info and info.url and not rules.absolute_iri(info.url):
            raise refuse("invalid_argument", "url must be an IRI")
        for id_ in body.mentionings or ():
            self.state.get(id_)

    def _check_contents(
        self, contents: schemas.Declarations, contributions: list[schemas.Contribution]
    ) -> None:
        declared: list[str] = []
        uris: list[str] = []
        for kind in ("resources", "literals", "predicates", "lists"):
            for name, item in (getattr(contents, kind) or {}).items():
                if len(name) < 2 or not name.startswith("#"):
                    raise refuse("invalid_temp_id", f'Invalid temporary id "{name}".')
                declared.append(name)
                if kind == "literals":
                    rules.literal(item.label, item.data_type)
                else:
                    self.atoms.check_new(item.label, item.uri, getattr(item, "classes", []))
                    uris += [item.uri] if item.uri else []
        if len(set(declared)) < len(declared):
            raise refuse("duplicate_temp_ids", "Duplicate temporary ids.")
        if len(set(uris)) < len(uris):
            raise refuse("duplicate_uris", "Duplicate uris.")
        for name, item in (contents.lists or {}).items():
            for element in item.elements:
                self._check_reference(element, declared)
            assert name
        predicates, literals = contents.predicates or {}, contents.literals or {}
        for contribution in contributions:
            rules.label(contribution.label)
            if not contribution.statements or not all(contribution.statements.values()):
                raise refuse("empty_contribution", "A contribution needs at least one statement.")
            self.atoms.check_new(contribution.label, None, contribution.classes)
            self._check_statements(contribution.statements, declared, predicates, literals)

    def _check_reference(self, id_: str, declared: list[str]) -> None:
        if id_.startswith("#"):
            if id_ not in declared:
                raise refuse("thing_not_defined", f'Thing "{id_}" not defined.')
        else:
            self.state.get(id_)

    def _check_statements(
        self, statements: schemas.Nested, declared: list[str], predicates: Any, literals: Any
    ) -> None:
        for predicate, objects in statements.items():
            self._check_reference(predicate, declared)
            is_one = (
                predicate in predicates or self.state.things.get(predicate, {}).get("_class") == "predicate"
            )
            if not is_one:
                raise refuse("thing_is_not_a_predicate", f'"{predicate}" is not a predicate.')
            for object_ in objects:
                self._check_reference(object_.id, declared)
                is_literal = object_.id in literals or (
                    self.state.things.get(object_.id, {}).get("_class") == "literal"
                )
                if object_.statements and is_literal:
                    raise refuse("invalid_statement_subject", f'"{object_.id}" is a literal.')
                self._check_statements(object_.statements or {}, declared, predicates, literals)

    # Writing

    def create(self, request: Request) -> Response:
        body = request.read(schemas.CreatePaper, self.atoms.dated_fields)
        self._check_paper(body)
        self._check_new(body.title, body.identifiers)
        if body.contents:
            self._check_contents(body.contents, body.contents.contributions)
        id_ = self.state.add("resource", body.title, user=request.user, classes=["Paper"])
        told = body.model_dump(exclude={"contents"})
        self.state.papers[id_] = {
            **told,
            "id": id_,
            "identifiers": body.identifiers.model_dump(exclude_none=True) if body.identifiers else {},
            "contributions": [],
            "created_at": self.state.things[id_]["created_at"],
            "created_by": request.user,
        }
        self.half_way()
        if body.contents:
            self._add(id_, body.contents, body.contents.contributions, request.user, body.extraction_method)
        return created(request, f"papers/{id_}")

    def update(self, request: Request, id_: str) -> Response:
        body = request.read(schemas.UpdatePaper)
        paper = self._paper(id_)
        self._check_paper(body)
        paper.update(body.model_dump(exclude_none=True, exclude={"visibility", "verified"}))
        self.state.things[id_]["label"] = paper["title"]
        return Response(204)

    def delete(self, request: Request, id_: str) -> Response:
        self._paper(id_)
        del self.state.papers[id_]
        return Response(204)

    def contribute(self, request: Request, id_: str) -> Response:
        body = request.read(schemas.CreateContribution, self.atoms.dated_fields)
        self._paper(id_)
        self._check_contents(body, [body.contribution])
        (new,) = self._add(id_, body, [body.contribution], request.user, body.extraction_method)
        return created(request, f"contributions/{new}")

    def _add(
        self,
        paper: str,
        contents: schemas.Declarations,
        contributions: list[schemas.Contribution],
        user: str,
        method: str,
    ) -> list[str]:
        ids: dict[str, str] = {}

        def thing(name: str) -> str:
            """Return the id of what a name means; what nothing refers to is never created."""
            if not name.startswith("#"):
                return name
            if name not in ids:
                ids[name] = self._create(name, contents, user, method, thing)
            return ids[name]

        def state(subject: str, statements: schemas.Nested) -> None:
            for predicate, objects in statements.items():
                for object_ in objects:
                    target = thing(object_.id)
                    self.state.state(subject, thing(predicate), target, user, method)
                    state(target, object_.statements or {})

        new = []
        for contribution in contributions:
            classes = ["Contribution", *(c for c in contribution.classes if c != "Contribution")]
            own = self.state.add(
                "resource", contribution.label, user=user, classes=classes, uri=None, extraction_method=method
            )
            state(own, contribution.statements)
            self.state.papers[paper]["contributions"].append(own)
            self.state.state(paper, "P31", own, user, method)
            new.append(own)
        return new

    def _create(self, name: str, contents: schemas.Declarations, user: str, method: str, thing: Any) -> str:
        more = {"user": user, "extraction_method": method}
        if resource := (contents.resources or {}).get(name):
            return self.state.add(
                "resource", resource.label, classes=resource.classes, uri=resource.uri, **more
            )
        if literal := (contents.literals or {}).get(name):
            return self.state.add("literal", literal.label, datatype=literal.data_type, user=user)
        if predicate := (contents.predicates or {}).get(name):
            return self.state.add(
                "predicate", predicate.label, uri=predicate.uri, description=predicate.description, **more
            )
        list_ = (contents.lists or {})[name]
        return self.state.add("list", list_.label, elements=[thing(e) for e in list_.elements], **more)
