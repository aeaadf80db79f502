"""``python -m captionkit``."""

from captionkit.cli import main

if __name__ == "__main__":
    main()
