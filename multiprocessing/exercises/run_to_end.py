"""Exercise: each process ends before the next one starts.

Task: let both processes wait at the same time: 1 second in all, not 2.
Verdict: `Finished Process-1` came before `Starting Process-2`: the workers
took turns

Judge it: `cargo xtask exercise run_to_end.py`
"""

import multiprocessing
import time


def task(name):
    print(f"Starting {name}")
    time.sleep(1)  # simulates I/O
    print(f"Finished {name}")


if __name__ == "__main__":
    process_1 = multiprocessing.Process(target=task, args=("Process-1",))
    process_2 = multiprocessing.Process(target=task, args=("Process-2",))

    process_1.run()
    process_2.run()

    print("All processes completed!")
