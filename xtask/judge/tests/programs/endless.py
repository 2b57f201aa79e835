"""Wrong: prints without end, in short lines, in long ones, or in one line."""
import sys

LENGTHS = {"lines": 100, "long": 1000, "line": 1000}

kind = sys.argv[1]
end = "" if kind == "line" else "\n"
while True:
    sys.stdout.write("x" * LENGTHS[kind] + end)
