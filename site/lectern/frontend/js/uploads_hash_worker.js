// Reads a file beside the page and answers with its SHA-256; the page stays quick meanwhile.
import { Sha256 } from "./uploads_sha256.js";

const PIECE_BYTES = 4 << 20;

self.addEventListener("message", async ({ data: file }) => {
  try {
    const hash = new Sha256();
    for (let at = 0; at < file.size; at += PIECE_BYTES) {
      const piece = await file.slice(at, at + PIECE_BYTES).arrayBuffer();
      hash.update(new Uint8Array(piece));
      self.postMessage({ done: Math.min(at + PIECE_BYTES, file.size) });
    }
    self.postMessage({ sha256: hash.digest() });
  } catch {
    // The file was moved, changed or lies on a drive that is gone.
    self.postMessage({ unreadable: true });
  }
});
