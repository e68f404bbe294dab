"""Resources, predicates, literals, statements, classes, lists: looked up and created one by one."""

from __future__ import annotations

from typing import Any

from . import rules, schemas
from .messages import Request, Response, created, page, reply
from .problems import refuse
from .state import NOBODY, State


class Atoms:
    """The calls on single things."""

    def __init__(self, state: State, has_uri: bool) -> None:
        self.state = state
        self.has_uri = has_uri

    def shown(self, thing: dict[str, Any]) -> dict[str, Any]:
        """Return a thing as the server tells it."""
        common = {key: thing[key] for key in ("id", "label", "created_at", "created_by")}
        common |= {"_class": thing["_class"], "modifiable": True}
        if thing["_class"] == "literal":
            return {**common, "datatype": thing["datatype"]}
        common["extraction_method"] = thing.get("extraction_method", "UNKNOWN")
        if self.has_uri or thing["_class"] == "class":
            common["uri"] = thing.get("uri")
        if thing["_class"] == "predicate":
            return {**common, "description": thing.get("description")}
        if thing["_class"] == "class":
            return common
        about = (s for s in self.state.statements.values() if s["object"] == thing["id"])
        return {
            **common,
            "classes": thing.get("classes", []),
            "shared": sum(1 for _ in about),
            "observatory_id": NOBODY,
            "organization_id": NOBODY,
            "featured": False,
            "unlisted": False,
            "visibility": "DEFAULT",
            "verified": False,
            "formatted_label": None,
        }

    def statement(self, statement: dict[str, Any]) -> dict[str, Any]:
        parts = {
            part: self.shown(self.state.things[statement[part]])
            for part in ("subject", "predicate", "object")
        }
        kept = ("id", "created_at", "created_by", "extraction_method")
        return {**{key: statement[key] for key in kept}, **parts, "modifiable": True}

    def list_(self, request: Request, kind: str) -> Response:
        found = [thing for thing in self.state.things.values() if thing["_class"] == kind]
        query = request.query
        if (wanted := query.get("q")) is not None:
            folded = normal(wanted)
            exact = query.get("exact") == "true"
            found = [
                t for t in found if (normal(t["label"]) == folded if exact else folded in normal(t["label"]))
            ]
        # An older host knows no `uri`, and passes over what it does not know.
        if (uri := query.get("uri")) is not None and (self.has_uri or kind == "class"):
            found = [thing for thing in found if thing.get("uri") == uri]
        for key, keeps in (("include", True), ("exclude", False)):
            if named := set(filter(None, query.get(key, "").split(","))):
                found = [t for t in found if bool(named & set(t.get("classes", ()))) is keeps]
        return page(request, [self.shown(thing) for thing in found])

    def get(self, request: Request, id_: str, kind: str) -> Response:
        return reply(self.shown(self.state.get(id_, f"{kind}_not_found", kind)))

    def check_new(self, label: str, uri: str | None, classes: list[str] = ()) -> None:  # type: ignore[assignment]
        rules.label(label)
        if uri is not None:
            rules.check_uri(uri)
            if self.state.of_uri(uri):
                raise refuse("uri_already_in_use", f'The URI "{uri}" is already in use.')
        for class_ in classes:
            if class_ in (
                "Literal",
                "Class",
                "Predicate",
                "Resource",
                "List",
                "RosettaStoneStatement",
                "Thing",
            ):
                raise refuse("reserved_class_id", f'Class id "{class_}" is reserved.')
            if self.state.things.get(class_, {}).get("_class") != "class":
                raise refuse("thing_is_not_a_class", f'"{class_}" is not a class.')

    def create_resource(self, request: Request) -> Response:
        body = request.read(schemas.CreateResource, self.dated_fields)
        self.check_new(body.label, body.uri, body.classes)
        id_ = self.state.add(
            "resource", body.label, id=body.id, user=request.user, classes=body.classes, uri=body.uri,
            extraction_method=body.extraction_method,
        )  # fmt: skip
        return created(request, f"resources/{id_}")

    def update_resource(self, request: Request, id_: str) -> Response:
        body = request.read(schemas.UpdateResource, self.dated_fields)
        thing = self.state.get(id_, "resource_not_found", "resource")
        given = body.model_dump(exclude_unset=True, exclude_none=True)
        if "uri" in given and given["uri"] != thing.get("uri"):
            if thing.get("uri"):
                raise refuse("cannot_reset_uri", "The URI of a thing cannot be changed.", 403)
            self.check_new(thing["label"], given["uri"])
        self.check_new(given.get("label", thing["label"]), None, given.get("classes", []))
        thing.update(given)
        return Response(204)

    @property
    def dated_fields(self) -> frozenset[str]:
        """The fields that a host of an older version does not know."""
        return frozenset() if self.has_uri else frozenset({"uri"})

    def create_predicate(self, request: Request) -> Response:
        body = request.read(schemas.CreatePredicate, self.dated_fields)
        self.check_new(body.label, body.uri)
        id_ = self.state.add("predicate", body.label, id=body.id, user=request.user, uri=body.uri)
        return created(request, f"predicates/{id_}")

    def create_literal(self, request: Request) -> Response:
        body = request.read(schemas.CreateLiteral)
        rules.literal(body.label, body.datatype)
        id_ = self.state.add("literal", body.label, user=request.user, datatype=body.datatype)
        return created(request, f"literals/{id_}")

    def create_class(self, request: Request) -> Response:
        body = request.read(schemas.CreateClass)
        self.check_new(body.label, body.uri)
        return created(request, f"classes/{self.state.add('class', body.label, id=body.id, uri=body.uri)}")

    def create_list(self, request: Request) -> Response:
        body = request.read(schemas.CreateList)
        rules.label(body.label)
        for element in body.elements:
            self.state.get(element)
        return created(request, f"lists/{self.state.add('list', body.label, elements=body.elements)}")

    def create_statement(self, request: Request) -> Response:
        body = request.read(schemas.CreateStatement)
        for part in ("subject", "predicate", "object"):
            thing = self.state.things.get(getattr(body, f"{part}_id"))
            if thing is None or (part == "predicate" and thing["_class"] != "predicate"):
                raise refuse(f"statement_{part}_not_found", f"The {part} of the statement was not found.")
        if self.state.things[body.subject_id]["_class"] == "literal":
            raise refuse("invalid_statement_subject", "A literal cannot be the subject of a statement.")
        id_ = self.state.state(
            body.subject_id, body.predicate_id, body.object_id, request.user, body.extraction_method
        )
        return created(request, f"statements/{id_}")

    def update_statement(self, request: Request, id_: str) -> Response:
        body = request.read(schemas.UpdateStatement)
        if (known := self.state.statements.get(id_)) is None:
            raise refuse("statement_not_found", f"Statement {id_} not found.", 404)
        for part in ("subject", "predicate", "object"):
            if (wanted := getattr(body, f"{part}_id")) is not None:
                if wanted not in self.state.things:
                    raise refuse(f"statement_{part}_not_found", f"The {part} of the statement was not found.")
                known[part] = wanted
        return Response(204, headers={"Location": f"{request.origin}/api/statements/{id_}"})

    def delete_statement(self, request: Request, id_: str) -> Response:
        if self.state.statements.pop(id_, None) is None:
            raise refuse("statement_not_found", f"Statement {id_} not found.", 404)
        return Response(204)

    def list_statements(self, request: Request) -> Response:
        found = list(self.state.statements.values())
        for part in ("subject", "predicate", "object"):
            if (wanted := request.query.get(f"{part}_id")) is not None:
                found = [s for s in found if s[part] == wanted]
        if (label := request.query.get("object_label")) is not None:
            found = [s for s in found if self.state.things[s["object"]]["label"] == label]
        return page(request, [self.statement(s) for s in found])


def normal(text: str) -> str:
    """Return a text as `exact=true` compares it."""
    return " ".join(text.split()).lower()
