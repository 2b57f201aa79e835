// Right: two child processes of Node.
const { fork } = require("node:child_process");
const { writeSync } = require("node:fs");

const [name] = process.argv.slice(2);
if (name) {
    writeSync(1, `Starting ${name}\n`);
    setTimeout(() => writeSync(1, `Finished ${name}\n`), 2000);
} else {
    const workers = ["Process-1", "Process-2"].map((name) => fork(__filename, [name]));
    const ended = workers.map((worker) => new Promise((done) => worker.on("exit", done)));
    Promise.all(ended).then(() => writeSync(1, "All processes completed!\n"));
}
