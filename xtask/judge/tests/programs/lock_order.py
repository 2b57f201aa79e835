"""Wrong: each of two threads waits for the lock that the other one holds."""
import threading

first, second = threading.Lock(), threading.Lock()
both_have_one = threading.Barrier(2)


def task(name, own, other):
    print(f"Starting {name}")
    with own:
        both_have_one.wait()
        with other:
            print(f"Finished {name}")


thread_1 = threading.Thread(target=task, args=("Thread-1", first, second))
thread_2 = threading.Thread(target=task, args=("Thread-2", second, first))
thread_1.start()
thread_2.start()
thread_1.join()
thread_2.join()
print("All threads completed!")
