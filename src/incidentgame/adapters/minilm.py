"""all-MiniLM-L6-v2 in numpy: sentences to unit vectors, from the weights of a safetensors file.

Six layers of a BERT encoder with twelve heads over 384 numbers, the mean over the pieces, length one
(Wang et al. 2020, MiniLM; the model's card). No torch: a sentence takes a few milliseconds.
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from incidentgame.adapters.wordpiece import WordPiece

Vector = NDArray[np.float32]
_LAYERS: Final = 6
_HEADS: Final = 12
_MOST: Final = 256
_MOST_HEADER: Final = 1_000_000
_EPSILON: Final = 1e-12


class MiniLm:
    """The model in a directory; OSError or ValueError when it is not there or not this model."""

    def __init__(self, directory: Path) -> None:
        vocabulary = (directory / "vocab.txt").read_text(encoding="utf-8").split("\n")
        self._words = WordPiece([piece.rstrip("\r") for piece in vocabulary])
        self._known = lru_cache(maxsize=2_048)(self.vector)
        self._weights = tensors(directory / "model.safetensors")
        missing = {f"encoder.layer.{n}.output.dense.weight" for n in range(_LAYERS)} - set(self._weights)
        if missing:
            raise ValueError(f"the weights lack {min(missing)}")

    def vector(self, text: str) -> Vector:
        """One text as 384 numbers of length one; texts of like meaning point the same way."""
        hidden = self._embedded(self._words.numbers(text, _MOST))
        for layer in range(_LAYERS):
            hidden = self._layer(hidden, f"encoder.layer.{layer}.")
        mean = hidden.mean(axis=0)
        unit: Vector = mean / max(float(np.linalg.norm(mean)), _EPSILON)
        return unit

    def vectors(self, texts: Sequence[str]) -> Vector:
        """Several texts, one a row; what was asked for before is remembered."""
        return np.stack([self._known(text) for text in texts])

    def _embedded(self, numbers: Sequence[int]) -> Vector:
        weights = self._weights
        total: Vector = (
            weights["embeddings.word_embeddings.weight"][list(numbers)]
            + weights["embeddings.position_embeddings.weight"][: len(numbers)]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        return self._normed(total, "embeddings.LayerNorm")

    def _layer(self, hidden: Vector, name: str) -> Vector:
        attended = self._dense(self._attention(hidden, name), f"{name}attention.output.dense")
        hidden = self._normed(hidden + attended, f"{name}attention.output.LayerNorm")
        inner = _gelu(self._dense(hidden, f"{name}intermediate.dense"))
        outer = self._dense(inner, f"{name}output.dense")
        return self._normed(hidden + outer, f"{name}output.LayerNorm")

    def _attention(self, hidden: Vector, name: str) -> Vector:
        length, width = hidden.shape
        query, key, value = (
            self._dense(hidden, f"{name}attention.self.{part}")
            .reshape(length, _HEADS, width // _HEADS)
            .transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(width // _HEADS))
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        joined: Vector = (shares @ value).transpose(1, 0, 2).reshape(length, width)
        return joined

    def _dense(self, values: Vector, name: str) -> Vector:
        found: Vector = values @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return found

    def _normed(self, values: Vector, name: str) -> Vector:
        centred = values - values.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + np.float32(_EPSILON))
        found: Vector = centred / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return found


def _gelu(values: Vector) -> Vector:
    """x times the normal distribution's share below x, its error function by Abramowitz & Stegun 7.1.26."""
    x = np.abs(values) * np.float32(0.7071067811865476)
    t = 1 / (1 + np.float32(0.3275911) * x)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    error = np.sign(values) * (1 - series * np.exp(-x * x))
    found: Vector = (values * (1 + error) / 2).astype(np.float32)
    return found


def tensors(path: Path) -> dict[str, Vector]:
    """The 32-bit tensors of a safetensors file by name, mapped from disk; ValueError when it is none."""
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if not 2 <= length <= min(_MOST_HEADER, size):
            raise ValueError(f"{path.name} is no safetensors file")
        header: Any = json.loads(file.read(length))
    if not isinstance(header, dict):
        raise ValueError(f"{path.name} is no safetensors file")
    body = np.memmap(path, dtype=np.uint8, mode="r", offset=8 + length)
    return {name: _tensor(body, about) for name, about in header.items() if name != "__metadata__"}


def _tensor(body: NDArray[np.uint8], about: dict[str, Any]) -> Vector:
    """One tensor; ValueError for a shape that its bytes do not fill. Integer tables are left as bytes."""
    start, end = about["data_offsets"]
    part = body[start:end]
    if about["dtype"] != "F32":
        return part.astype(np.float32)
    found: Vector = part.view(np.float32).reshape(about["shape"])
    return found
