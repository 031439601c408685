"""How many tokens a text is to a model, exactly or by estimate."""

from km_data.budget import CountTokens
from km_reason.contracts import ConstrainedModel, LanguageModel

_BYTES_A_TOKEN = 3


def token_counter(model: LanguageModel) -> CountTokens:
    """Counts with the tokenizer of a model that runs here.

    Of a model behind a server the tokenizer is not known; three bytes are taken for a token,
    which for names is nearly always too many tokens rather than too few.
    """
    if isinstance(model, ConstrainedModel):
        tokenizing = model
        return lambda text: len(tokenizing.tokenize([text])[0])
    return lambda text: -(-len(text.encode()) // _BYTES_A_TOKEN)
