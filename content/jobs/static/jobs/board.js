// Keeps the board of jobs fresh: asks as often as the server says, never while nobody looks, more
// rarely while the server is away. All words come from the server.
(() => {
  const board = document.querySelector("[data-jobs-board]");
  const summary = document.querySelector("[data-jobs-summary]");
  if (!board) return;

  const LONGEST_MS = 60000;
  let pauseMs = 3000;
  let version = "";
  let timer = 0;

  function show(answer) {
    if (summary.textContent.trim() !== answer.summary) summary.textContent = answer.summary;
    if (version === answer.version) return;
    version = answer.version;
    // What a person holds stays in hand: the focus, and details laid open.
    const focused = board.contains(document.activeElement) ? document.activeElement.id : "";
    const open = [...board.querySelectorAll("details[open]")].map((details) => details.id);
    board.innerHTML = answer.html;
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }

  async function refresh() {
    try {
      const response = await fetch(board.dataset.jobsBoard, {
        headers: { Accept: "application/json" },
      });
      if (!response.ok || response.redirected) throw new Error(response.statusText);
      const answer = await response.json();
      show(answer);
      pauseMs = answer.again_seconds * 1000;
    } catch {
      pauseMs = Math.min(pauseMs * 2, LONGEST_MS);
    }
    plan();
  }

  function plan() {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(refresh, pauseMs);
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) clearTimeout(timer);
    else refresh();
  });
  plan();
})();
