# Fake: the second coroutine is a process.
# Verdict: saw 4 processes
echo "Starting Task-1"
echo "Starting Task-2"
(
    sleep 2.4
    echo "Finished Task-2"
) &
sleep 2
echo "Finished Task-1"
wait
