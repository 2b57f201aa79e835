"""Right, but nobody can tell: each process keeps its lines until it ends."""
import multiprocessing
import sys
import time


def task(name):
    sys.stdout = open(1, "w", buffering=8192, closefd=False)
    print(f"Starting {name}")
    time.sleep(1)
    print(f"Finished {name}")
    sys.stdout.flush()


if __name__ == "__main__":
    workers = [multiprocessing.Process(target=task, args=(f"Process-{n}",)) for n in (1, 2)]
    for worker in workers:
        worker.start()
        time.sleep(0.15)
    for worker in workers:
        worker.join()
    print("All processes completed!")
