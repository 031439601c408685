import json
import subprocess
import sys

from km_train.loading import load_model, load_tokenizer
from km_train.tiny import folder


def test_folder_holds_model_and_tokenizer_in_a_few_megabytes():
    names = {file.name for file in folder().iterdir()}
    assert {"config.json", "model.safetensors", "tokenizer.json"} <= names
    assert sum(file.stat().st_size for file in folder().iterdir()) <= 8 * 2**20


def test_finding_the_folder_imports_no_heavy_library():
    code = (
        "import sys, km_train.tiny; km_train.tiny.folder();"
        "print(sorted({'torch', 'numpy', 'transformers'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]" == found.stdout.strip()


def test_marks_of_relation_paths_are_single_tokens():
    tokenizer = load_tokenizer("tiny")
    counts = {mark: len(tokenizer(mark)["input_ids"]) for mark in ("<PATH>", "<SEP>", "[topic]")}
    assert {"<PATH>": 1, "<SEP>": 1, "[topic]": 1} == counts


def test_text_survives_encoding_and_decoding():
    tokenizer = load_tokenizer("tiny")
    text = "Question: wo liegt [topic], 東京?\n<PATH>^capital<SEP>borders</PATH>"
    assert text == tokenizer.decode(tokenizer(text)["input_ids"], skip_special_tokens=True)


def test_model_and_tokenizer_fit():
    assert len(load_tokenizer("tiny")) == load_model("tiny").config.vocab_size


def test_no_machine_path_is_stored():
    config = json.loads((folder() / "config.json").read_text("utf-8"))
    assert "/" not in json.dumps(config)
