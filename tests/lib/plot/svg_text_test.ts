import { strictEqual } from "node:assert/strict";
import { parseHTML } from "linkedom";
import { svgText } from "../../../lib/plot/svg_text.ts";

const SVG = "http://www.w3.org/2000/svg";

// deno-lint-ignore no-explicit-any -- parts of a DOM
function element(name: string, ...children: any[]): any {
  // deno-lint-ignore no-explicit-any -- parts of a DOM
  const { document } = parseHTML("<html></html>") as any;
  const made = document.createElementNS(SVG, name);
  made.append(...children);
  return made;
}

Deno.test("svgText() writes attributes in their order, and no markup of a text", () => {
  const text = element("text", `a < b & "c"`);
  text.setAttribute("x", "1");
  text.setAttribute("data-label", `<script>&"\n`);
  strictEqual(
    svgText(text),
    `<text x="1" data-label="&lt;script&gt;&amp;&quot;&#10;">a &lt; b &amp; "c"</text>`,
  );
});

Deno.test("svgText() writes styles as browsers do", () => {
  const path = element("path");
  path.style.setProperty("fill", "none");
  path.style.setProperty("background", "");
  path.style.setProperty("stroke-dasharray", "9px,9px");
  strictEqual(
    svgText(path),
    `<path style="fill: none; stroke-dasharray: 9px,9px;"/>`,
  );
});

Deno.test("svgText() gives links of images their namespace", () => {
  const image = element("image");
  image.setAttributeNS("http://www.w3.org/1999/xlink", "href", "data:,");
  strictEqual(
    svgText(element("g", image)),
    `<g><image xlink:href="data:,"/></g>`,
  );
});
