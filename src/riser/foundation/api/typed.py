"""Types that several parts of the REST face share: what a database can hold, and nothing else."""

from typing import Annotated

from pydantic import Field, StringConstraints

Id = Annotated[int, Field(ge=1, lt=2**63)]
Word = Annotated[str, StringConstraints(max_length=40, pattern=r"^[^\x00]*$")]
Line = Annotated[str, StringConstraints(max_length=255, pattern=r"^[^\x00]*$")]
Text = Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\x00]*$")]
