"""The steps of a plan: what would become of each paper, its contributions, and the comparison."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from llm_kg.orkg.changes import Change
from llm_kg.orkg.contents import Remark, WantedContribution, WantedPaper
from llm_kg.orkg.limits import ExtractionMethod

__all__ = ["ComparisonStep", "ContributionStep", "Options", "PaperStep", "Steps"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Options(_Frozen):
    """What a push is told besides the models.

    `resources` say which resource (an id, or `new`) a label means; `comparison` is the one to extend,
    where it is not found by its title.
    """

    research_field: str = "R133"
    extraction_method: ExtractionMethod = "AUTOMATIC"
    update: bool = False
    resources: dict[str, str] = Field(default_factory=dict)
    with_comparison: bool = True
    comparison: Annotated[str, Field(pattern=r"^[a-zA-Z0-9:_-]+$")] | None = None
    title: str = ""
    description: str = ""
    authors: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    publish: bool = False
    doi: bool = False


class _Step(_Frozen):
    """What would become of something: of what is there its id; where several are, the candidates."""

    action: str
    id: str | None = None
    why: str
    candidates: tuple[str, ...] = ()

    @property
    def writes(self) -> bool:
        """Whether anything would be written."""
        return self.action in ("create", "extend", "update")


class ContributionStep(_Step):
    """What would become of one model in its paper."""

    action: Literal["create", "update", "leave", "ambiguous"]
    wanted: WantedContribution
    changes: tuple[Change, ...] = ()


class PaperStep(_Step):
    """What would become of one paper: `left out` is one that is not there and has no title."""

    action: Literal["create", "extend", "leave", "ambiguous", "left out"]
    wanted: WantedPaper
    contributions: tuple[ContributionStep, ...] = ()


class ComparisonStep(_Step):
    """What would become of the comparison of all contributions."""

    action: Literal["create", "extend", "leave", "ambiguous"]
    title: str
    #: The number of contributions that it would have more.
    more: int = 0


class Steps(_Frozen):
    """A plan as data: what its file holds, line by line."""

    host: str
    token_url: str
    base: str
    has_uri: bool
    predicates: dict[str, str]
    options: Options
    papers: tuple[PaperStep, ...] = ()
    comparison: ComparisonStep | None = None
    remarks: tuple[Remark, ...] = ()

    def header(self) -> dict[str, Any]:
        """Return what the first line of the file holds besides its kind."""
        return self.model_dump(mode="json", exclude={"papers", "comparison", "remarks"})
