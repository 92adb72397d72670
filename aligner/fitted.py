"""What was fitted once is kept beside the vectors, by a hash of all that it rests on; results do not depend on it."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress

from .encoder import cache_folder


def kept(kind: str, rests_on: Iterable[str], make: Callable[[], bytes]) -> bytes:
    """The bytes that were kept for exactly this, else those that ``make`` gives, which are kept where that works."""
    digest = hashlib.sha256()
    for part in rests_on:
        digest.update(part.encode() + b"\0")
    path = cache_folder() / f"{kind}-{digest.hexdigest()[:16]}"
    with suppress(OSError):
        return path.read_bytes()
    content = make()
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(temporary, path)
    return content
