"""The labelled sets, as tools/agreement.py measures them."""

from __future__ import annotations

from labelled import FOLDER, Answer, answers, fresh, rubrics

SETS = ("dev", "api503")

__all__ = ["FOLDER", "SETS", "Answer", "answers", "fresh", "rubrics"]
