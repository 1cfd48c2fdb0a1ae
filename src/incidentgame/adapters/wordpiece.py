"""Text to the numbers a BERT model reads: lower case, accents off, words cut into pieces it knows.

The uncased WordPiece tokenizer as BERT's reference has it (google-research/bert, tokenization.py).
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

_LONGEST_WORD: Final = 100
_CJK: Final = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FA1F))


class WordPiece:
    """A vocabulary, one piece a line; a piece's number is its line. ValueError when it is none of BERT's."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._numbers: Mapping[str, int] = {piece: n for n, piece in enumerate(vocabulary)}
        try:
            self._start, self._end, self._unknown = (self._numbers[p] for p in ("[CLS]", "[SEP]", "[UNK]"))
        except KeyError as error:
            raise ValueError(f"the vocabulary has no {error}") from None

    def numbers(self, text: str, most: int) -> list[int]:
        """The numbers of a text between the model's start and end marks, `most` in all."""
        pieces = [number for word in _words(text) for number in self._pieces(word)]
        return [self._start, *pieces[: most - 2], self._end]

    def _pieces(self, word: str) -> list[int]:
        """The longest known beginnings, one after another; the unknown mark when there is none."""
        found: list[int] = []
        start = 0
        while start < len(word):
            end = next((e for e in range(len(word), start, -1) if self._piece(word, start, e)), 0)
            if not end or len(word) > _LONGEST_WORD:
                return [self._unknown]
            found.append(self._numbers[self._name(word, start, end)])
            start = end
        return found

    def _piece(self, word: str, start: int, end: int) -> bool:
        return self._name(word, start, end) in self._numbers

    def _name(self, word: str, start: int, end: int) -> str:
        return word[start:end] if start == 0 else f"##{word[start:end]}"


def _words(text: str) -> Iterator[str]:
    """Words and single punctuation marks, lower case, without accents and control characters."""
    plain = unicodedata.normalize("NFD", text.lower())
    word = ""
    for char in plain:
        category = unicodedata.category(char)
        if category == "Mn":
            continue
        alone = _is_mark(char, category) or any(low <= ord(char) <= high for low, high in _CJK)
        if alone or char.isspace() or category.startswith("C"):
            if word:
                yield word
            word = ""
            if alone:
                yield char
        else:
            word += char
    if word:
        yield word


def _is_mark(char: str, category: str) -> bool:
    """Punctuation as BERT has it: every ASCII sign that is no letter or digit counts."""
    return category.startswith("P") or (char.isascii() and not char.isalnum() and "!" <= char <= "~")
