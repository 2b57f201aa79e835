# Fake: each line is printed by a process that was made for it.
# Verdict: but `Finished Process-
sleep 2.01 &
sleep 2.01 &
/bin/echo "Starting Process-1"
/bin/echo "Starting Process-2"
sleep 2
/bin/echo "Finished Process-1"
/bin/echo "Finished Process-2"
wait
echo "All processes completed!"
