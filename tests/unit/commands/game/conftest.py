import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from playing import Playing


@pytest.fixture(scope="module")
def playing() -> Playing:
    """One case for a whole module; its tests only look."""
    return Playing()
