import {
  deepStrictEqual,
  match,
  ok,
  rejects,
  strictEqual,
} from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import { DISPLAY } from "../../../lib/display/mime_bundle.ts";
import { Figure } from "../../../lib/plot/figure.ts";
import { PictureError } from "../../../lib/plot/picture.ts";
import { axis, layout } from "../../../lib/plot/theme.ts";
import { SAMPLES } from "./sample_figures.ts";

function line(y: number[], name = "line"): Figure {
  return new Figure(
    [{ type: "scatter", y, name }],
    layout(name, { xaxis: axis("x (steps)"), yaxis: axis("y (nats)") }),
    `${name} of ${y.length} points`,
  );
}

Deno.test("Figure shows Plotly JSON, SVG, PNG and text at once", async () => {
  const bundle = await line([1, 2])[DISPLAY]();
  deepStrictEqual(Object.keys(bundle), [
    "application/vnd.plotly.v1+json",
    "image/svg+xml",
    "image/png",
    "text/plain",
  ]);
  match(bundle["image/svg+xml"] as string, /^<svg role="img" aria-label="line/);
  // No wider than an output of JupyterLab in 1024 pixels beside its files.
  match(
    bundle["image/svg+xml"] as string,
    / width="580" height="\d+" style="max-width:100%/,
  );
  match(bundle["image/png"] as string, /^iVBORw0KGgo/);
  strictEqual(bundle["text/plain"], "line of 2 points");
});

Deno.test("Figure gives the same bytes whatever was drawn before", async () => {
  const first = await line([1, 2])[DISPLAY]();
  await line([5, 3, 1], "other")[DISPLAY]();
  deepStrictEqual(await line([1, 2])[DISPLAY](), first);
});

Deno.test("Figures of one page have ids of their own", async () => {
  const ids = async (figure: Figure) =>
    [...(await figure.toSvg()).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  const [one, other] = [await ids(line([1, 2])), await ids(line([2, 1]))];
  ok(one.length > 0);
  deepStrictEqual(one.filter((id) => other.includes(id)), []);
});

Deno.test("Figure leaves no room for a system's fonts", async () => {
  const svg = await line([1, 2]).toSvg();
  const families = new Set(
    [...svg.matchAll(/font-family:\s*([^;,]+)/g)].map(([, family]) => family),
  );
  deepStrictEqual([...families], ["DejaVu Sans"]);
});

Deno.test("Figure names every axis in the picture", async () => {
  const svg = await line([1, 2]).toSvg();
  ok(svg.includes(">x (steps)</text>") && svg.includes(">y (nats)</text>"));
});

Deno.test("Figure.toJSON() turns typed arrays into arrays", () => {
  const figure = new Figure([{ y: new Float32Array([1, 2]) }], {}, "");
  deepStrictEqual(figure.toJSON().data, [{ y: [1, 2] }]);
});

Deno.test("Figure rejects with the reason when Plotly can't draw it", async () => {
  // Three dimensions need WebGL, which there is none of without a browser.
  const figure = new Figure(
    [{ type: "scatter3d", x: [1], y: [1], z: [1] }],
    {},
    "",
  );
  await rejects(figure.toSvg(), PictureError);
});

Deno.test("Figure.write() takes the format from the name", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const figure = line([1, 2], "</script><b>");
    for (const format of ["svg", "png", "json", "html"]) {
      await figure.write(join(folder, `figure.${format}`));
    }
    const read = (name: string) => Deno.readTextFileSync(join(folder, name));
    match(read("figure.svg"), /^<svg /);
    deepStrictEqual(JSON.parse(read("figure.json")).data, figure.data);
    strictEqual(Deno.readFileSync(join(folder, "figure.png"))[0], 0x89);
    const page = read("figure.html");
    strictEqual(page.match(/<\/script>/g)?.length, 2);
    match(page, /<title>&lt;\/script&gt;&lt;b&gt; of/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("Figure draws arrows, labels on contours and violins", async () => {
  const note = { x: 1, y: 1, text: "note", showarrow: true };
  const figure = new Figure(
    [
      { type: "contour", z: [[1, 2], [3, 4]], contours: { showlabels: true } },
      { type: "violin", y: [0, 1, 1, 2], xaxis: "x2" },
    ],
    { annotations: [note], xaxis2: { anchor: "y" } },
    "of paths",
  );
  const svg = await figure.toSvg();
  ok(svg.includes(">note</text>"));
  match(svg, /class="annotation-arrow-g"><path d="M/);
  match(svg, /class="contourlabels"><text/);
  match(svg, /class="violin" d="M/);
});

Deno.test("Figure says that a map is not drawn here", async () => {
  const map = new Figure([{ type: "scattergeo", lon: [1] }], {}, "a map");
  match(
    (await map[DISPLAY]())["text/plain"] as string,
    /^a map\n\(no static picture: scattergeo needs a map from the network/,
  );
});

Deno.test("Figure says which image it can't draw", async () => {
  const figure = (source: string) =>
    new Figure([{ y: [1, 2] }], { images: [{ source }] }, "A line");
  const remote = await figure("https://example.com/a.png")[DISPLAY]();
  strictEqual(
    remote["text/plain"],
    "A line\n(no static picture: it names the image https://example.com/a.png, " +
      "and only one given as a data: URL can be drawn)",
  );
  const inline =
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6" +
    "fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";
  match(await figure(inline).toSvg(), /xlink:href="data:image/);
  const trace = new Figure([{ type: "image", source: inline }], {}, "");
  await rejects(trace.toSvg(), /type image with a source/);
});

Deno.test("Figure.write() throws on a format it does not know", async () => {
  await rejects(line([1]).write("figure.pdf"), RangeError);
});

Deno.test({
  name: "Figure without native add-ons says so and shows the rest",
  permissions: { read: true, env: true, sys: true, ffi: false },
  async fn() {
    const bundle = await line([1, 2])[DISPLAY]();
    deepStrictEqual(Object.keys(bundle), [
      "application/vnd.plotly.v1+json",
      "text/plain",
    ]);
    strictEqual(
      bundle["text/plain"],
      "line of 2 points\n(no static picture: it needs --allow-ffi, --allow-env, --allow-sys and --allow-read)",
    );
  },
});

const pictures = new URL("../../golden/plot/", import.meta.url);

/** Most that one representation may add to a notebook's file, in bytes. */
const LIMIT_BYTES = 100_000;

for (const [name, make] of Object.entries(SAMPLES)) {
  Deno.test(`the figure ${name} is drawn as committed, to the byte`, async () => {
    const bundle = await (await make())[DISPLAY]();
    const svg = Deno.readTextFileSync(new URL(`${name}.svg`, pictures));
    const png = Deno.readFileSync(new URL(`${name}.png`, pictures));
    strictEqual(bundle["image/svg+xml"], svg);
    ok(Buffer.from(bundle["image/png"] as string, "base64").equals(png));
    for (const [type, value] of Object.entries(bundle)) {
      ok(JSON.stringify(value).length < LIMIT_BYTES, type);
    }
  });
}
