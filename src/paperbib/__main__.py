"""Run the command line with ``python -m paperbib``."""

from paperbib.cli import main

if __name__ == "__main__":
    main()
