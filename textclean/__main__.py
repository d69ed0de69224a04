"""`python -m textclean` is `textclean`."""

from textclean.cli import main

if __name__ == "__main__":
    main()
