"""Build the tiny base model that km-train ships: ``python tools/build_tiny_model.py``.

A byte-level BPE tokenizer and a Llama of random weights, both of a fixed seed: the same versions
of torch, transformers and tokenizers on the same machine give the same bytes. Nothing is
downloaded. The model has seen no text. Fine-tuned with LoRA on a few hundred masked questions it
learns to plan, because

* the embeddings are large enough (``EMBEDDING_STD``) that the output layer, which is tied to them
  and stays frozen, can tell tokens apart; at the usual 0.02 it could not give any token a
  probability near one;
* frozen random projections lose little, and adapters of half their rank can replace them.

The tokenizer learns from the labels, relations and trained phrasings of the world graph of km-data
and from the words below, which are plain English that questions of many kinds are made of. Held-out
phrasings are left out. Both parts are ours or carry the licence of km-data's graph.
"""

import argparse
import gzip
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import torch
import yaml
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

SEED = 2026
VOCABULARY = 2560
HIDDEN = 128
FEED_FORWARD = 384
LAYERS = 2
HEADS = 4
POSITIONS = 2048
WEIGHT_STD = 0.09  # about 1 / sqrt(HIDDEN): signals keep their size through a layer
EMBEDDING_STD = 0.2

PAD, BEGIN, END = "<pad>", "<s>", "</s>"
ADDED = ("<PATH>", "<SEP>", "</PATH>", "[topic]")
OUT = Path(__file__).parent.parent / "packages/km-train/src/km_train/tiny/model"

PROMPT = "Question: {}\nRelation path:\n"
WORDS = """
a an the this that these those it its their his her who whom whose what which when where why how
and or not of in on at by to from with without for as into over under between near after before
is are was were be been has have had do does did can could will would should may might must
all any some many much more most other same different also only both each every no one two three
first last next new old big large small great long short high low early late common famous main
name names list tell me give find show number kind type part piece group member place thing things
person people man woman child children parent father mother son daughter brother sister husband
wife spouse friend family born birth birthplace died death age life lives lived live
film films movie movies actor actors actress director directors writer writers screenwriter
producer producers starred stars star starring acted act appeared appear cast role roles directed
direct wrote written write produced released release year years date dates genre genres language
languages rating ratings votes tag tags topics described popular scene script screenplay series
show shows episode season character characters played plays play
book books author authors publisher published novel poem story stories title titles translated
music song songs album albums band bands singer singers composer composed performed label recorded
artist artists painter painted painting museum style work works working award awards won winner
country countries state states city cities town capital continent region province river rivers
mountain lake sea island border borders bordering neighbour neighbours neighbor located location
lies lie flag anthem currency currencies money population area language spoken speak speaks official
time zone code domain phone address government president minister king queen leader party
company companies founder founded owner owned owns headquarters industry product products employs
employee employer market brand school university student students teacher taught studied degree
subject field profession occupation job team teams sport player players coach league game games
animal animals species plant plants food eats eat habitat genus family class order disease
diseases symptom symptoms drug drugs treat treats treated treatment gene genes protein causes
cause caused effect effects used use uses user made makes make maker material contains contain
contained chemical element planet star galaxy moon machine computer program software developed
developer version license event events war battle treaty happened place took begin began end ended
question answer answers relation path paths reasoning entity topic evidence none yes true false
written_by directed_by starred_actors release_year in_language has_tags has_genre has_imdb_rating
has_imdb_votes part_of instance_of located_in place_of_birth date_of_birth member_of spouse_of
parent_of child_of author_of capital_of official_language shares_border_with
"""


def main() -> None:
    """Write the model and its tokenizer into the package, or into another folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=OUT, help="folder to write into")
    out = parser.parse_args().out
    tokenizer = build_tokenizer()
    model = build_model(len(tokenizer))
    tokenizer.save_pretrained(out)
    model.save_pretrained(out)
    size = sum(file.stat().st_size for file in out.iterdir())
    count = sum(parameter.numel() for parameter in model.parameters())
    print(f"{out}: {len(tokenizer)} tokens, {count:,} parameters, {size / 2**20:.1f} MiB")


def build_tokenizer() -> PreTrainedTokenizerFast:
    """A byte-level BPE tokenizer; it adds nothing before or after a text."""
    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY - len(ADDED),
        special_tokens=[PAD, BEGIN, END],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    bpe.train_from_iterator(corpus(), trainer)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=bpe,
        pad_token=PAD,
        bos_token=BEGIN,
        eos_token=END,
        model_max_length=POSITIONS,
        clean_up_tokenization_spaces=False,
    )
    # Added, not special: they are part of what is answered and must survive decoding.
    tokenizer.add_tokens(list(ADDED))
    return tokenizer


def corpus() -> Iterator[str]:
    """The text the tokenizer learns its merges from."""
    for word in WORDS.split():
        yield from (f" {word}",) * 100
        yield from (word, f" {word.capitalize()}") * 10
    world = files("km_data") / "world"
    for entry in yaml.safe_load((world / "phrasings.yaml").read_text("utf-8")):
        yield from (entry["relation_path"].replace("/", "<SEP>"),) * 20
        for phrasing in entry["phrasings"]:
            yield from (PROMPT.format(phrasing.replace("{topic}", "")),) * 20
    triples = gzip.decompress((world / "triples.tsv.gz").read_bytes()).decode("utf-8")
    for line in triples.splitlines():
        head, relation, tail = line.split("\t")
        yield f"{head} -> {relation} -> {tail}\n"


def build_model(vocabulary: int) -> LlamaForCausalLM:
    """A Llama with random weights and tied embeddings."""
    torch.manual_seed(SEED)
    config = LlamaConfig(
        vocab_size=vocabulary,
        hidden_size=HIDDEN,
        intermediate_size=FEED_FORWARD,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        num_key_value_heads=HEADS,
        max_position_embeddings=POSITIONS,
        initializer_range=WEIGHT_STD,
        tie_word_embeddings=True,
        pad_token_id=0,
        bos_token_id=1,
        eos_token_id=2,
    )
    model = LlamaForCausalLM(config)
    torch.nn.init.normal_(model.get_input_embeddings().weight, std=EMBEDDING_STD)
    return model


if __name__ == "__main__":
    main()
