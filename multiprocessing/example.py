"""Two processes wait side by side: the twin of src/main.rs."""

import multiprocessing
import time


def task(name):
    print(f"Starting {name}")
    time.sleep(2)  # simulates I/O
    print(f"Finished {name}")


# This file may be imported again for a child: the guard keeps that from
# starting children.
if __name__ == "__main__":
    process_1 = multiprocessing.Process(target=task, args=("Process-1",))
    process_2 = multiprocessing.Process(target=task, args=("Process-2",))

    process_1.start()
    process_2.start()

    process_1.join()
    process_2.join()

    print("All processes completed!")
