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
    from django.db import DatabaseError, OperationalError

    from careleavers.site.log_format import PlainFormatter

    try:
        execute_from_command_line(sys.argv)
    except DatabaseError as wrong:
        if isinstance(wrong, OperationalError) and not getattr(wrong.__cause__, "pgcode", None):
            sys.exit(f"The database cannot be reached; DATABASE_URL says where it is. {str(wrong).strip()}")
        # Postgres was reached and says what it is: without the row that it refused, since logs keep what is written.
        sys.exit(PlainFormatter().formatException(sys.exc_info()))


if __name__ == "__main__":
    main()
