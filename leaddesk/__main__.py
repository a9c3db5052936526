"""`python -m leaddesk` is the same as `leaddesk`."""

import sys

from leaddesk.cli.program import main

if __name__ == "__main__":
    sys.exit(main())
