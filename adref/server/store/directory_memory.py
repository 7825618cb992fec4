"""What is remembered of the directory, so that nothing is asked of a disk at each delivery."""

import threading
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

Key = tuple[str, str]
Found = TypeVar("Found")


class Memory:
    """Answers by kind and id. What was not found is never remembered."""

    def __init__(self) -> None:
        self._remembered: dict[Key, Any] = {}
        self._epoch = 0
        self._guard = threading.Lock()

    @property
    def epoch(self) -> int:
        """Rises whenever something that was remembered may have changed."""
        return self._epoch

    def recall(self, key: Key, look: Callable[[], Found]) -> Found:
        """The answer, looked up if need be."""
        with self._guard:
            if key in self._remembered:
                found: Found = self._remembered[key]
                return found
            before = self._epoch
        value = look()
        with self._guard:
            # A change that came in between may have made this answer stale.
            if value is not None and before == self._epoch:
                self._remembered[key] = value
        return value

    def known(self, key: Key) -> Any:
        """The answer that is remembered, or None."""
        with self._guard:
            return self._remembered.get(key)

    def recall_all(
        self, keys: Collection[Key], look: Callable[[Collection[Key]], Mapping[Key, Any]]
    ) -> dict[Key, Any]:
        """Those answers that there are; what is not remembered is looked up together."""
        with self._guard:
            found = {key: self._remembered[key] for key in keys if key in self._remembered}
            before = self._epoch
        looked = look([key for key in keys if key not in found])
        with self._guard:
            if before == self._epoch:  # or a change may have made them stale
                self._remembered.update(looked)
        return {**found, **looked}

    def forget(self, kinds: Collection[str]) -> None:
        """Everything of these kinds may have changed."""
        if not kinds:
            return
        with self._guard:
            self._epoch += 1
            for key in [key for key in self._remembered if key[0] in kinds]:
                del self._remembered[key]

    def renew(self, look: Callable[[Collection[Key]], Mapping[Key, Any]]) -> None:
        """Look everything up again. Until that is done the old answers stand."""
        with self._guard:
            keys, before = tuple(self._remembered), self._epoch
        fresh = look(keys)
        with self._guard:
            unchanged = before == self._epoch
            self._epoch += 1
            self._remembered = dict(fresh) if unchanged else {}
