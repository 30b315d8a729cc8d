"""`python -m rutine.cli`: the command where it is not on the path, such as in a unit file."""

from rutine.cli import main

if __name__ == "__main__":
    main()
