# Right: two background jobs of a shell. Each sleeps in a process of its own.
task() {
    echo "Starting $1"
    sleep 2
    echo "Finished $1"
}

task Process-1 &
task Process-2 &
wait
echo "All processes completed!"
