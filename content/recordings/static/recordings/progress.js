// Refreshes the progress of a recording every two seconds until nothing changes by itself any more.
// All words come from the server.
(() => {
  const section = document.querySelector("[data-recordings-progress]");
  if (!section || section.dataset.settled === "yes") return;

  const bar = section.querySelector("[data-bar]");

  function show(progress) {
    for (const name of ["state_label", "stage", "time_left"]) {
      const element = section.querySelector(`[data-field="${name}"]`);
      // Written only when it changes: a screen reader says each change once.
      if (element.textContent !== progress[name]) element.textContent = progress[name];
    }
    if (progress.percent === null) bar.removeAttribute("value");
    else bar.value = progress.percent;
  }

  async function refresh() {
    try {
      const response = await fetch(section.dataset.recordingsProgress, {
        headers: { Accept: "application/json" },
      });
      if (response.ok) {
        const progress = await response.json();
        if (progress.settled) {
          window.location.reload();
          return;
        }
        show(progress);
      }
    } catch {
      // The network is away for a moment: the next round tells.
    }
    setTimeout(refresh, 2000);
  }

  setTimeout(refresh, 2000);
})();
