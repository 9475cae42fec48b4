// The entry: marks the root so that styles know scripts run, and defines our elements.
import { Player } from "./player.js";
import { Refresh } from "./refresh.js";
import { openFilters, Results } from "./results.js";
import { Slides } from "./slides.js";
import { Suggest } from "./suggest.js";
import { Transcript } from "./transcript.js";

document.documentElement.dataset.scripts = "on";
customElements.define("lectern-transcript", Transcript);
customElements.define("lectern-player", Player);
customElements.define("lectern-slides", Slides);
customElements.define("lectern-refresh", Refresh);
customElements.define("lectern-suggest", Suggest);
customElements.define("lectern-results", Results);
openFilters(document);

// An error summary takes the focus, so that what went wrong is the first thing heard.
document.querySelector(".error-summary")?.focus();
