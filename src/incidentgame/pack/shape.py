"""Checks data against a schema type and reports every mistake, each with its line."""

import types
from collections.abc import Iterable, Iterator
from typing import Any, Literal, Union, get_args, get_origin

import msgspec

from incidentgame.pack.loading import Document, Trail
from incidentgame.pack.problems import Problem, did_you_mean

_WORDS = {str: "text", int: "a whole number", bool: "true or false", float: "a number"}


def check(document: Document, value: Any, type_: Any, trail: Trail) -> Iterator[Problem]:
    """Every way in which the value is not of the type."""
    origin = get_origin(type_)
    if type_ is Any:
        return
    if isinstance(type_, type) and issubclass(type_, msgspec.Struct):
        yield from _struct(document, value, type_, trail)
    elif origin is Literal:
        yield from _choice(document, value, get_args(type_), trail)
    elif origin in (Union, types.UnionType):
        yield from _either(document, value, get_args(type_), trail)
    elif origin in (list, tuple):
        yield from _items(document, value, get_args(type_)[0], trail)
    elif origin is dict:
        yield from _members(document, value, get_args(type_)[1], trail)
    elif not _is(value, type_):
        yield document.problem(trail, f"{_name(trail)} must be {_WORDS.get(type_, 'empty')}", _hint(value))


def _is(value: Any, type_: Any) -> bool:
    if type_ in (int, float) and isinstance(value, bool):
        return False
    return isinstance(value, type_) or (type_ is float and isinstance(value, int))


def _hint(value: Any) -> str:
    return f'write "{value}" in quotes' if isinstance(value, (int, float)) else ""


def _name(trail: Trail) -> str:
    return f'"{trail[-1]}"' if trail else "the file"


def _struct(document: Document, value: Any, type_: Any, trail: Trail) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield document.problem(trail, f"{_name(trail)} must be a mapping")
        return
    fields = {field.encode_name: field for field in msgspec.structs.fields(type_)}
    for key, part in value.items():
        if key in fields:
            yield from check(document, part, fields[key].type, (*trail, key))
        else:
            yield document.problem((*trail, key), f'unknown member "{key}"', _stray(key, part, fields))
    for name, field in fields.items():
        if field.required and name not in value:
            yield document.problem(trail, f'"{name}" is missing')


def _stray(key: str, part: Any, fields: Iterable[str]) -> str:
    if part is None and " " in key:
        return "a text with a comma inside { } or [ ] needs quotes"
    return did_you_mean(key, fields)


def _choice(document: Document, value: Any, options: tuple[Any, ...], trail: Trail) -> Iterator[Problem]:
    if value not in options:
        message = f'{_name(trail)} cannot be "{value}"'
        yield document.problem(trail, message, did_you_mean(str(value), map(str, options)))


def _either(document: Document, value: Any, options: tuple[Any, ...], trail: Trail) -> Iterator[Problem]:
    if value is None and type(None) in options:
        return
    attempts = [list(check(document, value, o, trail)) for o in options if o is not type(None)]
    if all(attempts):
        yield from min(attempts, key=len)


def _items(document: Document, value: Any, type_: Any, trail: Trail) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield document.problem(trail, f"{_name(trail)} must be a list")
        return
    for index, item in enumerate(value):
        yield from check(document, item, type_, (*trail, index))


def _members(document: Document, value: Any, type_: Any, trail: Trail) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield document.problem(trail, f"{_name(trail)} must be a mapping")
        return
    for key, item in value.items():
        yield from check(document, item, type_, (*trail, key))
