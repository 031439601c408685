"""An agent's choices, put to its model many at once and within a budget for each question."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from km_reason.contracts import Completion, LanguageModel
from km_reason.models.counting import token_counter
from km_reason.reasoners.agent_prompts import choice_prompt, parse_choice

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Account:
    """What a question has cost.

    Attributes:
        question: Its text.
        calls: How often the model was asked.
        spent: Tokens of prompts and completions.
        tokens: Those of completions.
        replies: What the model wrote.
        is_closed: Whether the budget did not allow a call.
    """

    question: str
    calls: int = 0
    spent: int = 0
    tokens: int = 0
    replies: list[str] = field(default_factory=list)
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be chosen from for one question.

    Attributes:
        account: Of the question.
        task: See ``choice_prompt``.
        n_options: How many options there are.
        text: An option in words.
        limit: How many are to be chosen; where there are no more options, nothing is asked.
        take: Told which were chosen, as positions; None if the reply could not be read.
    """

    account: Account
    task: str
    n_options: int
    text: Callable[[int], str]
    limit: int
    take: Callable[[list[int] | None], None]


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks a model to choose.

    Attributes:
        model: Any language model.
        max_calls: How often it is asked about one question at most.
        call_tokens: How many tokens, of prompts and completions, one question may cost.
        max_options: How many options are listed at most.
        max_tokens: Longest completion.
    """

    model: LanguageModel
    max_calls: int
    call_tokens: int
    max_options: int
    max_tokens: int

    def ask(self, choices: Sequence[Choice]) -> None:
        """Have all choices taken, except those that the budget does not allow."""
        posed: list[tuple[Choice, str]] = []
        for choice in choices:
            if choice.n_options <= choice.limit or not choice.n_options:
                choice.take([*range(choice.n_options)])
            elif self._pays(choice.account, prompt := self._prompt(choice)):
                posed.append((choice, prompt))
        if not posed:
            return
        found = self.model.complete([prompt for _, prompt in posed], max_tokens=self.max_tokens)
        unread = 0
        for (choice, _), written in zip(posed, found, strict=True):
            chosen = self._read(choice, written[0] if written else Completion(""))
            unread += chosen is None
            choice.take(chosen)
        if unread:
            logger.warning("%d of %d replies held no choice that can be read", unread, len(posed))

    def _prompt(self, choice: Choice) -> str:
        listed = range(min(choice.n_options, self.max_options))
        options = [choice.text(i) for i in listed]
        return choice_prompt(choice.task, choice.account.question, options, limit=choice.limit)

    def _pays(self, account: Account, prompt: str) -> bool:
        cost = token_counter(self.model)(prompt)
        over = account.spent + cost + self.max_tokens > self.call_tokens
        if account.calls >= self.max_calls or over:
            logger.info("the budget of the question %r is spent", account.question)
            account.is_closed = True
            return False
        account.calls += 1
        account.spent += cost
        return True

    def _read(self, choice: Choice, reply: Completion) -> list[int] | None:
        choice.account.replies.append(reply.text)
        choice.account.tokens += reply.tokens
        choice.account.spent += reply.tokens
        return parse_choice(reply.text, min(choice.n_options, self.max_options))
