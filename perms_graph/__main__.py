"""``python -m perms_graph`` does what ``perms`` does."""

from perms_graph.cli import main

if __name__ == "__main__":
    main()
