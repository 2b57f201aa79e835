"""Wrong: one thread prints what two should."""
import time

print("Starting Thread-1\nStarting Thread-2")
time.sleep(1)
print("Finished Thread-1\nFinished Thread-2\nAll threads completed!")
