#!/usr/bin/env python
"""Django's command line for this project."""

import io
import os
import sys


def main() -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that knows no é or £ shows a question mark there, instead of ending the command half way.
        sys.stdout.reconfigure(errors="replace")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careleavers.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
