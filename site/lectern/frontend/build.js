// Bundles the styles and scripts into static/lectern/ and copies drawings and fonts there.
import { cp, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const output = join(here, "..", "static", "lectern");
const watching = process.argv.includes("--watch");

const options = {
  entryPoints: [
    "css/lectern.css",
    "css/admin.css",
    "css/editor.css",
    "js/lectern.js",
    "js/editor.js",
    "js/uploads.js",
    "js/uploads_hash_worker.js",
  ].map((name) => join(here, name)),
  outdir: output,
  entryNames: "[name]",
  external: ["*.woff2"],
  bundle: true,
  format: "esm",
  minify: !watching,
  sourcemap: watching,
  legalComments: "none",
  // The oldest browser we promise: Chrome 109 is the last one for Windows 7.
  target: ["chrome109", "firefox115", "safari16.4"],
  logLevel: "info",
};

await mkdir(output, { recursive: true });
for (const folder of ["images", "fonts"]) {
  await cp(join(here, folder), output, { recursive: true });
}

if (watching) {
  const context = await esbuild.context(options);
  await context.watch();
} else {
  await esbuild.build(options);
}
