// Another language, or both: the page in that language is fetched and its transcript takes this one's place.
// The player plays on. Without scripts the same link loads the page anew.
import { recall, remember } from "./memory.js";

const NAME = "transcript";

export function swapOnChoice(panel) {
  const choices = [...panel.querySelectorAll("[data-transcript]")];
  for (const choice of choices) {
    panel.listen(choice, ["click"], (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) {
        return;
      }
      event.preventDefault();
      remember(NAME, choice.dataset.transcript);
      swap(panel, choice, { focuses: true });
    });
  }
  const known = choices.find((choice) => choice.dataset.transcript === recall(NAME));
  const isAsked = new URL(location.href).searchParams.has("transcript");
  if (known && !isAsked && !known.hasAttribute("aria-current") && !panel.dataset.isSwapped) {
    swap(panel, known, { focuses: false });
  }
}

async function swap(panel, choice, { focuses }) {
  const address = new URL(choice.href, location.href);
  const looked = panel.part("find")?.value ?? "";
  try {
    const response = await fetch(address, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("lectern-transcript");
    if (!response.ok || !fresh) {
      throw new Error(String(response.status));
    }
    fresh.dataset.isSwapped = "yes";
    const adopted = document.adoptNode(fresh);
    const find = adopted.querySelector('[data-part="find"]');
    if (find) {
      find.value = looked;
    }
    panel.replaceWith(adopted);
    if (focuses) {
      adopted.querySelector(`[data-transcript="${choice.dataset.transcript}"]`)?.focus();
    }
    // Whoever copies the address now copies what is seen.
    const here = new URL(location.href);
    here.searchParams.set("transcript", choice.dataset.transcript);
    if (focuses) {
      history.replaceState(null, "", here);
    }
    document.dispatchEvent(new CustomEvent("lectern:transcript"));
  } catch {
    if (focuses) {
      location.assign(address);
    }
  }
}
