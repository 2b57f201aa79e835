"""Wrong: processes that call themselves threads."""
import multiprocessing
import time


def task(name):
    print(f"Starting {name}")
    time.sleep(1)
    print(f"Finished {name}")


if __name__ == "__main__":
    workers = [multiprocessing.Process(target=task, args=(f"Thread-{n}",)) for n in (1, 2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print("All threads completed!")
