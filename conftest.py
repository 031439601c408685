"""What holds for the tests of all packages."""

import signal

# A shell that starts something in the background leaves Ctrl-C ignored in it and in its children;
# tests of being interrupted would then wait for ever.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
