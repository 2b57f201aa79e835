"""Wrong: prints without end, in lines or in one line."""
import sys

while True:
    sys.stdout.write("x" * 1000 + ("\n" if sys.argv[1] == "lines" else ""))
