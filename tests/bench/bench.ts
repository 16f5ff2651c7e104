/**
 * The task `bench`: our kernel beside `deno jupyter` and ipykernel, all three
 * measured by the same client in one run, so that the ratios mean something
 * on any machine.
 *
 * @module
 */

import { join } from "node:path";
import { addDenoKernel } from "../harness/add_deno_kernel.ts";
import { JupyterHome } from "../harness/jupyter_home.ts";
import { python, requirePython } from "../harness/python.ts";

/** A figure is `null` where the output did not come whole, absent where there is none. */
type Figures = Record<string, number | null | undefined>;

const KERNELS = [
  { title: "thaw", name: "thaw", language: "typescript" },
  { title: "deno jupyter", name: "deno", language: "typescript" },
  { title: "ipykernel", name: "python3", language: "python" },
];

const IPYWIDGETS = "ipywidgets==8.1.8";

const ROWS: [figure: string, title: string, show: (value: number) => string][] =
  [
    ["first_reply", "start to first reply", milliseconds],
    ["first_result", "start to first result", milliseconds],
    ["round_trip_p50", "1 + 1, median", milliseconds],
    ["round_trip_p95", "1 + 1, 95 of 100 within", milliseconds],
    ["lines", "100,000 lines printed", milliseconds],
    ["display", "10 MB displayed", milliseconds],
    ["complete_first", "first completion, 100 cells", milliseconds],
    ["complete_p50", "completion, median", milliseconds],
    ["complete_p95", "completion, 95 of 100 within", milliseconds],
    ["packaged_p50", "the same with tfjs and danfo.js", milliseconds],
    ["packaged_p95", "95 of 100 within", milliseconds],
    ["busy_p50", "the same while a cell is busy", milliseconds],
    ["busy_p95", "95 of 100 within", milliseconds],
    ["inspect_p50", "inspection, median", milliseconds],
    ["inspect_p95", "inspection, 95 of 100 within", milliseconds],
    ["slider_p50", "a slider's move answered, median", milliseconds],
    ["slider_p95", "95 of 100 within", milliseconds],
    ["curve_first", "first picture of a live curve", milliseconds],
    ["curve_rate", "its pictures then", (rate) => `${round(rate)} a second`],
    ["idle_memory", "memory when idle", (bytes) => `${round(bytes / 1e6)} MB`],
    ["idle_cpu", "processor when idle", (part) => `${round(part * 100)} %`],
  ];

function milliseconds(seconds: number): string {
  return `${round(seconds * 1000)} ms`;
}

/** Three digits are more than such figures hold. */
function round(value: number): string {
  return value === 0 ? "0" : String(Number(value.toPrecision(3)));
}

async function measure(
  home: JupyterHome,
  name: string,
  language: string,
): Promise<Figures> {
  const { success, stdout, stderr } = await new Deno.Command(await python(), {
    args: [join(import.meta.dirname!, "measure.py"), name, language],
    env: { ...home.env, PYTHONPATH: widgetsFolder },
    // A folder without a deno.json, as most notebooks have it.
    cwd: home.folder,
  }).output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(`${name}: ${decoder.decode(stderr)}`);
  return JSON.parse(decoder.decode(stdout));
}

/** Has ipykernel's widgets, which no test needs. */
async function installWidgets(folder: string): Promise<void> {
  const { success, stderr } = await new Deno.Command(await python(), {
    args: ["-m", "pip", "install", "--quiet", "--target", folder, IPYWIDGETS],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

await requirePython();
await using home = await JupyterHome.make();
await addDenoKernel(home);
const widgetsFolder = join(home.folder, "ipywidgets");
await installWidgets(widgetsFolder);
const measured: Figures[] = [];
for (const { title, name, language } of KERNELS) {
  console.error(`measuring ${title} ...`);
  measured.push(await measure(home, name, language));
}

const titles = KERNELS.map(({ title }) => title);
console.log(`| | ${titles.join(" | ")} |\n|---|${"---:|".repeat(3)}`);
for (const [figure, title, show] of ROWS) {
  if (!(figure in measured[0])) continue;
  const own = measured[0][figure];
  const cells = measured.map(({ [figure]: value }, index) => {
    if (value === undefined) return "none";
    if (value === null) return "lost";
    return index > 0 && own
      ? `${show(value)} (${round(value / own)}x)`
      : show(value);
  });
  console.log(`| ${title} | ${cells.join(" | ")} |`);
}
