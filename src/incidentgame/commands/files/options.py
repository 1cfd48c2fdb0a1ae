"""Reads command-line options as GNU getopt_long does: clusters, values, `--`, abbreviated long names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class BadOption(Exception):  # noqa: N818 - reported to the player, not an error of ours
    """The words are not this command's; the message is what GNU tools print after `NAME: `."""


@dataclass(frozen=True, slots=True)
class Words:
    """Options by their canonical name (a flag's value is ""), the last one given last, and the rest."""

    options: tuple[tuple[str, str], ...]
    rest: tuple[str, ...]

    def has(self, *names: str) -> bool:
        """Whether any of these options was given."""
        return any(name in names for name, _ in self.options)

    def value(self, *names: str) -> str | None:
        """The last value given for any of these; None when not given."""
        found = [value for name, value in self.options if name in names]
        return found[-1] if found else None

    def last(self, *names: str) -> str | None:
        """Which of these options was given last."""
        found = [name for name, _ in self.options if name in names]
        return found[-1] if found else None


@dataclass(frozen=True, slots=True)
class Grammar:
    """A command's options: single letters without and with a value, long names and whether they take one
    ("" no, "=" yes, "?" may)."""

    flags: str
    valued: str
    long: Mapping[str, str]

    def read(self, argv: Sequence[str]) -> Words:
        """Sort the words; BadOption as getopt would complain."""
        options: list[tuple[str, str]] = []
        rest: list[str] = []
        queue = list(argv)
        while queue:
            word = queue.pop(0)
            if word == "--":
                rest += queue
                break
            if word.startswith("--"):
                options.append(self._long(word[2:], queue))
            elif word.startswith("-") and len(word) > 1:
                options += self._short(word[1:], queue)
            else:
                rest.append(word)
        return Words(tuple(options), tuple(rest))

    def _long(self, text: str, queue: list[str]) -> tuple[str, str]:
        typed, equals, value = text.partition("=")
        fits = [typed] if typed in self.long else [n for n in self.long if n.startswith(typed)]
        if len(fits) != 1:
            raise BadOption(f"unrecognized option '--{typed}'" if not fits else _ambiguous(typed, fits))
        takes = self.long[fits[0]]
        if equals and not takes:
            raise BadOption(f"option '--{fits[0]}' doesn't allow an argument")
        if takes == "=" and not equals:
            if not queue:
                raise BadOption(f"option '--{fits[0]}' requires an argument")
            value = queue.pop(0)
        return fits[0], value

    def _short(self, cluster: str, queue: list[str]) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for at, letter in enumerate(cluster):
            if letter in self.flags:
                found.append((letter, ""))
            elif letter in self.valued:
                return [*found, (letter, self._value(letter, cluster[at + 1 :], queue))]
            else:
                raise BadOption(f"invalid option -- '{letter}'")
        return found

    def _value(self, letter: str, attached: str, queue: list[str]) -> str:
        if attached:
            return attached
        if not queue:
            raise BadOption(f"option requires an argument -- '{letter}'")
        return queue.pop(0)


def _ambiguous(typed: str, fits: Sequence[str]) -> str:
    options = " ".join(f"'--{name}'" for name in fits)
    return f"option '--{typed}' is ambiguous; possibilities: {options}"


def complaint(name: str, problem: BadOption) -> str:
    """The two lines a GNU tool prints for a bad option."""
    return f"{name}: {problem}\nTry '{name} --help' for more information.\n"
