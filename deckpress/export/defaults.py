"""The deck options that CrowdAnki wants to find: Anki's own defaults."""

from __future__ import annotations

from typing import Any, Final

__all__ = ["DECK_OPTIONS"]

DECK_OPTIONS: Final[dict[str, Any]] = {
    "__type__": "DeckConfig",
    "autoplay": True,
    "dyn": False,
    "lapse": {"delays": [10], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0},
    "maxTaken": 60,
    "new": {
        "bury": False,
        "delays": [1, 10],
        "initialFactor": 2500,
        "ints": [1, 4, 7],
        "order": 1,
        "perDay": 20,
        "separate": True,
    },
    "replayq": True,
    "rev": {
        "bury": False,
        "ease4": 1.3,
        "fuzz": 0.05,
        "hardFactor": 1.2,
        "ivlFct": 1,
        "maxIvl": 36500,
        "minSpace": 1,
        "perDay": 200,
    },
    "timer": 0,
}
