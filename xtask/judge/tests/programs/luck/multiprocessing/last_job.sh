# Right by luck: the shell waits for its last job alone, and does something else.
# Verdict: main did not wait
task() {
    echo "Starting $1"
    sleep 2
    echo "Finished $1"
}
task Process-1 &
task Process-2 &
wait $!
sleep 1
echo "All processes completed!"
