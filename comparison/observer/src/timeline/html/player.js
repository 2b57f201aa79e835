"use strict";

// Moves one moment over the lanes of a player, and over what is beneath them. The
// style draws it: all it needs is how far along the axis the moment is.
for (const player of document.querySelectorAll(".player")) {
  const end = Number(player.dataset.end);
  const controls = player.querySelector(".controls");
  const [play, moment, shown, speed] = ["button", "input", "output", "select"].map(
    (name) => controls.querySelector(name),
  );
  const timed = [...player.querySelectorAll("[data-at]")];
  const all_lines = player.querySelectorAll(".line").length;
  const steps = Number(moment.max);
  // Of programs that were looked at closely: when each thread runs.
  const close = [...player.querySelectorAll(".now")].map((now) => {
    const figure = now.closest("figure");
    const lanes = [...figure.querySelectorAll("[data-turns]")].map((lane) => ({
      lane,
      turns: lane.dataset.turns.split(",").map((turn) => turn.split(" ").map(Number)),
    }));
    return { now, name: figure.querySelector(".title").textContent, lanes };
  });
  // Who wants little motion sees a picture every half second.
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const CALM_MS = 500;
  let at = end;
  let playing = false;

  function show(when) {
    at = Math.min(Math.max(when, 0), end);
    const share = end > 0 ? at / end : 1;
    player.style.setProperty("--at", share);
    player.classList.toggle("is-played", at < end);
    let came = 0;
    for (const element of timed) {
      const is_there = Number(element.dataset.at) <= at;
      came += is_there && element.querySelector(".line") !== null;
      element.classList.toggle("to-come", !is_there);
    }
    const time = (at / 1000).toFixed(end < 1000 ? 3 : 2) + " s";
    moment.value = Math.round(share * steps);
    shown.textContent = time;
    const said = [time];
    if (all_lines > 0) said.push(`${came} of ${all_lines} lines`);
    for (const figure of close) said.push(`${figure.name}: ${run(figure)}`);
    moment.setAttribute("aria-valuetext", said.join(", "));
  }

  // Lights the lamp of each thread that runs at the moment, and counts them.
  function run({ now, lanes }) {
    let count = 0;
    for (const { lane, turns } of lanes) {
      const does = turns.some(([from, to]) => from <= at && at < to);
      lane.classList.toggle("runs", does);
      count += does;
    }
    const runs = count === 1 ? "1 thread runs" : `${count} threads run`;
    now.textContent = at < end ? runs : "";
    return now.textContent;
  }

  function stop() {
    playing = false;
    player.classList.remove("is-playing");
    play.textContent = "Play";
  }

  function start() {
    playing = true;
    player.classList.add("is-playing");
    play.textContent = "Pause";
    show(at < end ? at : 0);
    let last = performance.now();
    let due = last;
    requestAnimationFrame(function frame(now) {
      if (!playing) return;
      if (!calm.matches || now >= due) {
        show(at + Math.max(now - last, 0) / Number(speed.value));
        last = now;
        due = now + CALM_MS;
      }
      if (at >= end) stop();
      else requestAnimationFrame(frame);
    });
  }

  const toggle = () => (playing ? stop() : start());
  play.addEventListener("click", toggle);
  moment.addEventListener("input", () => {
    stop();
    show((end * moment.value) / steps);
  });
  // The button knows what a space means; on the moment, it plays too.
  moment.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    if (!event.repeat) toggle();
  });
  for (const track of player.querySelectorAll(".track")) {
    const move = (event) => {
      const { left, width } = track.getBoundingClientRect();
      stop();
      show((end * (event.clientX - left)) / width);
    };
    track.addEventListener("pointerdown", (event) => {
      track.setPointerCapture(event.pointerId);
      move(event);
    });
    track.addEventListener("pointermove", (event) => {
      if (track.hasPointerCapture(event.pointerId)) move(event);
    });
  }
  for (const element of [controls, player.querySelector(".hint")]) element.hidden = false;
  show(end);
}
