"""Make the helpers beside these tests and the measuring tools importable, whatever the import mode."""

from __future__ import annotations

import sys
from pathlib import Path

_HERE = Path(__file__).parent
sys.path[:0] = [str(_HERE), str(_HERE.parents[2] / "tools")]
