"""What requests to ORKG may hold: unknown fields are refused, and values are not coerced."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

ThingId = Annotated[str, Field(pattern=r"^[a-zA-Z0-9:_-]+$")]
#: An id, or the temporary id of something that the same request declares.
Reference = Annotated[str, Field(pattern=r"^(#.+|[a-zA-Z0-9:_-]+)$")]
UUID = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
NotBlank = Annotated[str, Field(pattern=r"\S")]
SDG = Annotated[str, Field(pattern=r"^SDG_([1-9]|1[0-7])$")]
ExtractionMethod = Literal[
    "AUTOMATIC", "MANUAL", "UNKNOWN", "AI_GENERATED", "AI_GENERATED_WITH_MANUAL_REVIEW"
]
Visibility = Literal["DEFAULT", "FEATURED", "UNLISTED", "DELETED"]
Nested = dict[str, list["StatementObject"]]


class Request(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class StatementObject(Request):
    id: Reference
    statements: Nested | None = None


class InlineResource(Request):
    label: str
    classes: list[ThingId] = []
    uri: str | None = None


class InlineLiteral(Request):
    label: str
    data_type: str = "xsd:string"


class InlinePredicate(Request):
    label: str
    description: NotBlank | None = None
    uri: str | None = None


class InlineList(Request):
    label: str
    elements: list[Reference]
    uri: str | None = None


class Contribution(Request):
    label: str
    classes: list[ThingId] = []
    statements: Nested


class Declarations(Request):
    resources: dict[str, InlineResource] | None = None
    literals: dict[str, InlineLiteral] | None = None
    predicates: dict[str, InlinePredicate] | None = None
    lists: dict[str, InlineList] | None = None


class Contents(Declarations):
    contributions: list[Contribution]


class CreateContribution(Declarations):
    contribution: Contribution
    extraction_method: ExtractionMethod = "UNKNOWN"


class AuthorIdentifiers(Request):
    orcid: list[Annotated[str, Field(pattern=r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]$")]] | None = None
    google_scholar: list[str] | None = None
    research_gate: list[str] | None = None
    linked_in: list[str] | None = None
    wikidata: list[str] | None = None
    web_of_science: list[str] | None = None
    open_alex: list[str] | None = None


class Author(Request):
    name: NotBlank
    id: ThingId | None = None
    identifiers: AuthorIdentifiers | None = None
    homepage: str | None = None


class PaperIdentifiers(Request):
    doi: list[str] | None = None
    isbn: list[str] | None = None
    issn: list[str] | None = None
    open_alex: list[str] | None = None


class PublicationInfo(Request):
    published_month: Annotated[int, Field(ge=1, le=12)] | None = None
    published_year: int | None = None
    published_in: Annotated[str, Field(min_length=1)] | None = None
    url: str | None = None


class CreatePaper(Request):
    title: NotBlank
    research_fields: list[ThingId]
    identifiers: PaperIdentifiers | None = None
    publication_info: PublicationInfo | None = None
    authors: list[Author]
    sdgs: list[SDG] | None = None
    mentionings: list[ThingId] | None = None
    observatories: list[UUID]
    organizations: list[UUID]
    contents: Contents | None = None
    extraction_method: ExtractionMethod = "UNKNOWN"


class UpdatePaper(Request):
    title: NotBlank | None = None
    research_fields: list[ThingId] | None = None
    identifiers: PaperIdentifiers | None = None
    publication_info: PublicationInfo | None = None
    authors: list[Author] | None = None
    sdgs: list[SDG] | None = None
    mentionings: list[ThingId] | None = None
    observatories: list[UUID] | None = None
    organizations: list[UUID] | None = None
    extraction_method: ExtractionMethod | None = None
    visibility: Visibility | None = None
    verified: bool | None = None


ComparisonType = Literal[
    "UNKNOWN",
    "SYSTEMATIC_COMPARISON",
    "RELATED_WORK_COMPARISON",
    "STATE_OF_THE_ART_COMPARISON",
    "RESOURCE_COMPARISON",
]


class SearchProtocol(Request):
    inclusion_criteria: str | None = None
    exclusion_criteria: str | None = None
    search_engines: list[ThingId] = []
    search_strings: list[str] = []
    research_questions: list[str] = []
    number_of_studies_originally_returned: int | None = None
    number_of_studies_retained: int | None = None


class ComparisonSource(Request):
    id: ThingId
    type: Literal["THING", "ROSETTA_STONE_STATEMENT"]


class CreateComparison(Request):
    title: NotBlank
    type: ComparisonType = "UNKNOWN"
    description: str
    research_fields: list[ThingId]
    authors: list[Author]
    search_protocol: SearchProtocol | None = None
    sdgs: list[SDG] | None = None
    sources: list[ComparisonSource]
    visualizations: list[ThingId] | None = None
    references: list[str]
    observatories: list[UUID]
    organizations: list[UUID]
    is_anonymized: bool
    extraction_method: ExtractionMethod = "UNKNOWN"


class UpdateComparison(Request):
    title: NotBlank | None = None
    type: ComparisonType | None = None
    description: str | None = None
    research_fields: list[ThingId] | None = None
    authors: list[Author] | None = None
    search_protocol: SearchProtocol | None = None
    sdgs: list[SDG] | None = None
    sources: list[ComparisonSource] | None = None
    visualizations: list[ThingId] | None = None
    references: list[str] | None = None
    observatories: list[UUID] | None = None
    organizations: list[UUID] | None = None
    is_anonymized: bool | None = None
    extraction_method: ExtractionMethod | None = None
    visibility: Visibility | None = None


class SelectedPath(Request):
    id: ThingId
    type: Literal["PREDICATE", "ROSETTA_STONE_STATEMENT", "ROSETTA_STONE_STATEMENT_VALUE"]
    children: list[SelectedPath]


class UpdateContents(Request):
    selected_paths: list[SelectedPath]


class Publish(Request):
    subject: NotBlank
    description: str
    authors: Annotated[list[Author], Field(min_length=1)]
    assign_doi: bool


class CreateResource(Request):
    label: str
    id: ThingId | None = None
    classes: list[ThingId] = []
    uri: str | None = None
    extraction_method: ExtractionMethod = "UNKNOWN"


class UpdateResource(Request):
    label: str | None = None
    classes: list[ThingId] | None = None
    uri: str | None = None
    observatory_id: UUID | None = None
    organization_id: UUID | None = None
    extraction_method: ExtractionMethod | None = None
    visibility: Visibility | None = None


class CreatePredicate(Request):
    label: str
    id: ThingId | None = None
    uri: str | None = None
    extraction_method: ExtractionMethod = "UNKNOWN"


class CreateLiteral(Request):
    label: str
    datatype: str = "xsd:string"


class CreateStatement(Request):
    subject_id: ThingId
    predicate_id: ThingId
    object_id: ThingId
    extraction_method: ExtractionMethod = "UNKNOWN"


class UpdateStatement(Request):
    subject_id: ThingId | None = None
    predicate_id: ThingId | None = None
    object_id: ThingId | None = None


class CreateClass(Request):
    label: str
    id: ThingId | None = None
    uri: str | None = None


class CreateList(Request):
    label: str
    elements: list[ThingId]


class TemplateRelations(Request):
    research_fields: list[ThingId] = []
    research_problems: list[ThingId] = []
    predicate: ThingId | None = None


class TemplateProperty(Request):
    label: NotBlank
    placeholder: str | None = None
    description: str | None = None
    min_count: Annotated[int, Field(ge=0)] | None = None
    max_count: Annotated[int, Field(ge=0)] | None = None
    path: ThingId
    pattern: str | None = None
    min_inclusive: float | None = None
    max_inclusive: float | None = None
    datatype: ThingId | None = None
    class_: Annotated[ThingId | None, Field(alias="class")] = None


class CreateTemplate(Request):
    label: NotBlank
    description: str | None = None
    formatted_label: str | None = None
    target_class: ThingId
    relations: TemplateRelations | None = None
    properties: list[TemplateProperty]
    is_closed: bool
    observatories: list[UUID]
    organizations: list[UUID]
    extraction_method: ExtractionMethod = "UNKNOWN"
