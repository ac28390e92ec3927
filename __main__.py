"""`python -m guanxi` is the command `guanxi`."""

from .cli import main

if __name__ == "__main__":
    main()
