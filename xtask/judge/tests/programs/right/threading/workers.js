// Right: two worker threads of Node that write for themselves. (What
// console.log prints in a worker is written by the main thread.)
const { Worker, isMainThread, workerData } = require("node:worker_threads");
const { writeSync } = require("node:fs");

if (isMainThread) {
    const workers = [1, 2].map((n) => new Worker(__filename, { workerData: `Thread-${n}` }));
    const ended = workers.map((worker) => new Promise((done) => worker.on("exit", done)));
    Promise.all(ended).then(() => writeSync(1, "All threads completed!\n"));
} else {
    writeSync(1, `Starting ${workerData}\n`);
    setTimeout(() => writeSync(1, `Finished ${workerData}\n`), 2000);
}
