// Uploads a recording with its share sent and time left, and keeps the form when it fails: the file
// stays chosen and the words stay typed. Without this script the form works by itself.
(() => {
  const panel = document.querySelector("[data-recordings-upload]");
  const form = document.querySelector("#w-editor-form");
  if (!panel || !form) return;

  const words = panel.dataset;
  const message = panel.querySelector("[data-upload-message]");
  const bar = panel.querySelector("[data-upload-bar]");
  const file = form.querySelector('input[type="file"]');
  const title = form.querySelector('input[name="title"]');
  const button = form.querySelector('button[type="submit"]');
  let suggested = "";
  let request = null;

  function say(text) {
    panel.hidden = false;
    bar.hidden = !request;
    message.textContent = text;
  }

  function problemOf(chosen) {
    if (chosen.size === 0) return words.empty;
    if (chosen.size > Number(words.maxBytes)) return words.tooLarge;
    return "";
  }

  function showErrors(errors) {
    for (const old of form.querySelectorAll("[data-upload-error]")) old.remove();
    for (const [name, texts] of Object.entries(errors)) {
      const input = form.querySelector(`[name="${name}"], [name^="${name}_"]`);
      const place = input ? input.closest(".w-field, li") || input.parentElement : form;
      const element = document.createElement("p");
      element.className = "error-message";
      element.dataset.uploadError = "";
      element.setAttribute("role", "alert");
      element.textContent = texts.join(" ");
      place.append(element);
    }
    const first = form.querySelector("[data-upload-error]");
    if (first) first.scrollIntoView({ block: "center" });
  }

  function clock(seconds) {
    const whole = Math.max(0, Math.round(seconds));
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  }

  function fail(text) {
    request = null;
    bar.value = 0;
    // Wagtail's own controller of the button: not at work any more.
    button.dataset.wProgressLoadingValue = "false";
    button.disabled = false;
    say(text);
  }

  file.addEventListener("change", () => {
    const chosen = file.files[0];
    if (!chosen) return;
    const name = chosen.name.replace(/\.[^.]+$/, "").replaceAll("_", " ");
    if (title.value === "" || title.value === suggested) {
      title.value = name;
      suggested = name;
    }
    const problem = problemOf(chosen);
    if (problem) say(problem);
    else panel.hidden = true;
  });

  form.addEventListener("submit", (event) => {
    const chosen = file.files[0];
    if (!chosen) return;
    event.preventDefault();
    if (request) return;
    const problem = problemOf(chosen);
    if (problem) {
      fail(problem);
      return;
    }
    showErrors({});
    button.disabled = true;
    const started = performance.now();
    request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      const passed = (performance.now() - started) / 1000;
      bar.value = (loaded / total) * 100;
      const share = `${Math.floor((loaded / total) * 100)} %`;
      const left = clock((passed * (total - loaded)) / Math.max(loaded, 1));
      const sent = words.sent.replace("{share}", share).replace("{left}", left);
      say(loaded < total ? sent : words.storing);
    });
    request.addEventListener("load", () => {
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        // Not ours: a proxy's page, say.
      }
      if (answer.url) {
        form.dispatchEvent(new CustomEvent("recordings:uploaded", { bubbles: true }));
        window.onbeforeunload = null;
        window.location.assign(answer.url);
      } else if (answer.errors) {
        fail(words.refused);
        showErrors(answer.errors);
      } else {
        fail(words.broken);
      }
    });
    request.addEventListener("error", () => fail(words.broken));
    request.addEventListener("abort", () => fail(words.broken));
    request.send(new FormData(form));
  });
})();
