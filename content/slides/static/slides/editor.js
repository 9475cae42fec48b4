// The editor of slide times: a list of slides beside the player. Each change is saved at once against
// the version that this page knows. All words come from the server.
(() => {
  const root = document.querySelector("[data-slides-editor]");
  if (!root) return;

  const media = root.querySelector("video, audio");
  const slides = [...root.querySelectorAll("[data-slide]")];
  const template = root.querySelector("template[data-part=time]");
  let { version, changes } = JSON.parse(document.getElementById("slide-times").textContent);
  let queue = Promise.resolve();

  const part = (name, within = root) => within.querySelector(`[data-part="${name}"]`);
  const fill = (words, values) =>
    words.replace(/\{(\w+)\}/g, (_all, name) => String(values[name] ?? ""));

  function parseClock(text) {
    const match = /^(?:(\d{1,3}):)?(\d{1,3}):([0-5]\d(?:\.\d{1,3})?)$/.exec(text.trim());
    if (!match) return null;
    return Number(match[1] ?? 0) * 3600 + Number(match[2]) * 60 + Number(match[3]);
  }

  function say(words, isProblem = false) {
    const state = part("state");
    state.textContent = words;
    state.classList.toggle("is-problem", isProblem);
  }

  function send(url, body) {
    // One after the other: each needs the version that the one before it made.
    queue = queue.then(async () => {
      say(root.dataset.savingWords);
      try {
        const response = await fetch(url, {
          method: "POST",
          headers: { "Content-Type": "application/json", "X-CSRFToken": root.dataset.token },
          body: JSON.stringify({ version, ...body }),
        });
        const answer = await response.json();
        if (answer.changes) {
          ({ version, changes } = answer);
          show();
        }
        if (response.ok) say(root.dataset.savedWords);
        else say(answer.problem, true);
      } catch {
        say(root.dataset.lostWords, true);
      }
    });
  }

  const begin = (number) =>
    send(root.dataset.setUrl, { number, at_seconds: Math.round(media.currentTime * 10) / 10 });

  function shownAt(seconds) {
    const past = changes.filter((change) => change.at_seconds <= seconds + 0.05);
    return past.length ? past[past.length - 1].number : 0;
  }

  function beginNext() {
    const next = Math.min(shownAt(media.currentTime) + 1, slides.length);
    begin(next);
  }

  function go(seconds) {
    media.currentTime = seconds;
  }

  function timeRow(change) {
    const row = template.content.firstElementChild.cloneNode(true);
    const values = { number: change.number, time: change.clock };
    row.classList.toggle("is-proposed", change.source === "proposed");
    row.dataset.change = change.id;
    const clock = part("clock", row);
    clock.value = change.clock;
    clock.setAttribute("aria-label", fill(root.dataset.timeWords, values));
    clock.addEventListener("change", () => {
      const seconds = parseClock(clock.value);
      if (seconds === null) {
        say(root.dataset.noTimeWords, true);
        clock.setAttribute("aria-invalid", "true");
        return;
      }
      send(root.dataset.setUrl, { number: change.number, at_seconds: seconds, change: change.id });
    });
    const play = part("play", row);
    play.setAttribute("aria-label", fill(root.dataset.playWords, values));
    play.addEventListener("click", () => {
      go(change.at_seconds);
      media.play().catch(() => {});
    });
    const doubt = change.is_doubtful ? ` · ${root.dataset.doubtfulWords}` : "";
    part("source", row).textContent = change.source_label + doubt;
    const remove = part("remove", row);
    remove.setAttribute("aria-label", fill(root.dataset.removeWords, values));
    remove.addEventListener("click", () => {
      send(root.dataset.removeUrl, { change: change.id });
      part("begin", remove.closest("[data-slide]")).focus();
    });
    return row;
  }

  function show() {
    const active = document.activeElement;
    const focused = active?.closest?.("[data-change]")?.dataset.change;
    const focusedPart = active?.dataset.part;
    for (const slide of slides) {
      const mine = changes.filter((change) => change.number === Number(slide.dataset.slide));
      part("times", slide).replaceChildren(...mine.map(timeRow));
    }
    part("proposals").hidden = !changes.some((change) => change.source === "proposed");
    if (focused) {
      const row = root.querySelector(`[data-change="${focused}"]`);
      if (row) part(focusedPart, row).focus();
    }
    follow();
  }

  let shown = null;
  function follow() {
    const number = shownAt(media.currentTime);
    if (number === shown) return;
    shown = number;
    const words = number ? root.dataset.nowWords : root.dataset.noneWords;
    part("now").textContent = fill(words, { number });
    for (const slide of slides) {
      slide.classList.toggle("is-now", Number(slide.dataset.slide) === number);
    }
  }

  function leap(direction) {
    const here = media.currentTime;
    const times = changes.map((change) => change.at_seconds);
    const target =
      direction > 0
        ? times.find((seconds) => seconds > here + 0.3)
        : [...times].reverse().find((seconds) => seconds < here - 1);
    if (target !== undefined) go(target);
  }

  const keys = {
    n: beginNext,
    k: () => (media.paused ? media.play().catch(() => {}) : media.pause()),
    j: () => go(Math.max(0, media.currentTime - 5)),
    l: () => go(media.currentTime + 5),
    ",": () => leap(-1),
    ".": () => leap(1),
  };

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
    const press = keys[event.key.toLowerCase()];
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !press) return;
    event.preventDefault();
    press();
  });
  for (const slide of slides) {
    part("begin", slide).addEventListener("click", () => begin(Number(slide.dataset.slide)));
  }
  part("next").addEventListener("click", beginNext);
  part("accept").addEventListener("click", () => send(root.dataset.proposalsUrl, { accept: true }));
  part("discard").addEventListener("click", () =>
    send(root.dataset.proposalsUrl, { accept: false }),
  );
  for (const name of ["timeupdate", "seeking", "seeked"]) media.addEventListener(name, follow);
  show();
})();
