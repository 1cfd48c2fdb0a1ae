"""Wildcards as CloudFront and the ALB use them: `*` any run of characters, `?` exactly one."""

from functools import lru_cache
from re import Pattern, compile, escape


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> Pattern[str]:
    body = "".join({"*": ".*", "?": "."}.get(letter, escape(letter)) for letter in pattern)
    return compile(f"(?s){body}")


def wildcard(pattern: str, text: str) -> bool:
    """Does the whole text match? Case matters. A pattern without a leading slash means one (CloudFront)."""
    if _compiled(pattern).fullmatch(text):
        return True
    return not pattern.startswith(("/", "*")) and _compiled("/" + pattern).fullmatch(text) is not None
