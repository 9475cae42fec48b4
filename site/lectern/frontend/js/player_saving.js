// The mark under the player that says what of the watching has been saved.
import { clock, fill } from "./clock.js";

export class SavingMark {
  #mark;
  #words;

  constructor(mark, words) {
    this.#mark = mark;
    this.#words = words;
  }

  /** `state`: saved, waiting, signed-out, or null for as before. */
  show({ state, pendingSeconds, refusedSeconds, coveredSeconds, duration }) {
    const mark = this.#mark;
    const words = this.#words;
    const share = duration ? coveredSeconds / duration : 0;
    const values = {
      percent: Math.floor(Math.min(1, share) * 100),
      watched: clock(coveredSeconds),
      seconds: Math.ceil(pendingSeconds || refusedSeconds),
    };
    let kind = pendingSeconds >= 1 ? "waiting" : "saved";
    const savedWords = coveredSeconds < 1 ? words.nothingWords : words.savedWords;
    let sentence = kind === "saved" ? savedWords : words.waitingWords;
    if (state === "signed-out" || (state === null && mark.dataset.kind === "signed-out")) {
      [kind, sentence] = ["refused", words.signedOutSavingWords];
      mark.dataset.kind = "signed-out";
    } else if (refusedSeconds > 0) {
      [kind, sentence] = ["refused", words.refusedWords];
    } else if (state === "saved") {
      delete mark.dataset.kind;
    }
    mark.dataset.state = kind;
    mark.textContent = fill(sentence, values);
  }
}
