"""Perceptibly different: the comparison that rules a suspect out (DESIGN section 9)."""

from incidentgame.scoring.perception.compare import Reader, Verdict, compare, compare_read
from incidentgame.scoring.perception.identifiers import RoleOf
from incidentgame.scoring.perception.reasons import exit_sentence, whole

__all__ = ["Reader", "RoleOf", "Verdict", "compare", "compare_read", "exit_sentence", "whole"]
