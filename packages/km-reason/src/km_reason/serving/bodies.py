"""What requests hold."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Label = Annotated[str, Field(min_length=1, max_length=2_000)]
Fact = tuple[Label, Label, Label]


class Asking(BaseModel):
    """A question for the graph."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(description="The question, in words.")
    topics: list[Label] = Field(
        [], max_length=20, description="Entities it is about; found in the text where none are."
    )
    relation_paths: list[Label] = Field(
        [], max_length=20, description="Relation paths known to answer it; read by oracles alone."
    )
    hops: int | None = Field(None, ge=1, description="How long paths should be.")
    reasoner: str | None = Field(None, description="Who answers; default: the server's first.")
    stream: bool = Field(False, description="Send stages as server-sent events.")


class Edit(BaseModel):
    """Triples to take away and triples to add, in one commit."""

    model_config = ConfigDict(extra="forbid")

    add: list[Fact] = Field([], description="Triples of head, relation and tail.")
    remove: list[Fact] = Field([], description="Triples of head, relation and tail.")
    expected_version: int | None = Field(
        None, ge=0, description="Change the graph only if it is at this version."
    )


class TextPart(BaseModel):
    """One part of a message."""

    type: str = "text"
    text: str = ""


class Message(BaseModel):
    """One message of a chat."""

    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str | list[TextPart] | None = None

    @property
    def text(self) -> str:
        """Its words."""
        if isinstance(self.content, list):
            return " ".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class Chat(BaseModel):
    """A chat in OpenAI's form; its last message of the user is the question."""

    model: str = ""
    messages: list[Message] = Field(min_length=1)
    stream: bool = False
