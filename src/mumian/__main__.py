"""`python -m mumian` is the program `mumian`."""

import sys

from mumian.project.cli import main

sys.exit(main())
