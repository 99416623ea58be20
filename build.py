"""The entry that a person runs: python build.py all."""

import gc
import sys

gc.disable()  # as main() says; what is imported is no garbage either
try:
    from deckpress.cli import main
except ModuleNotFoundError as error:
    sys.exit(f"{error.name} is missing in this Python: run 'make install', then '. .venv/bin/activate'")
except KeyboardInterrupt:
    sys.exit(130)

if __name__ == "__main__":
    main()
