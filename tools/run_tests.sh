#!/usr/bin/env bash
# Runs all tests: first what may run side by side, then what needs the machine to itself. Fails if either part fails.
set -uo pipefail
workers=$1
shift
# A foreign plugin or setting must not change what the tests mean.
export PYTHONHASHSEED=${PYTHONHASHSEED:-0}
pytest=(.venv/bin/python -m pytest)
result=0

echo "== Side by side, on $workers processes"
"${pytest[@]}" -n "$workers" --dist worksteal -m 'not alone' "$@" || result=$?
[ "$result" -eq 5 ] && result=0 # no test in this part

echo "== One at a time"
"${pytest[@]}" -m alone "$@"
alone=$?
[ "$alone" -eq 5 ] && alone=0

exit $((result != 0 ? result : alone))
