"""``python -m analyser.cli`` is the command line, too."""

from analyser.cli import main

main()
