import { deepStrictEqual, notDeepStrictEqual } from "node:assert/strict";
import { rasterise } from "../../../lib/plot/rasterise.ts";

function drawn(texts: string): Uint8Array {
  return rasterise(
    `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60">${texts}</svg>`,
    1,
  );
}

const STYLE = 'style="font-family: DejaVu Sans; font-size: 10px"';

Deno.test("rasterise() shifts all letters of a text from right to left", () => {
  const shifted = drawn(
    `<text ${STYLE} x="5" y="10" dy="0.5em">שלום</text>` +
      `<text ${STYLE} x="5" y="20"><tspan dy="2em" x="5" y="20">خسارة</tspan></text>`,
  );
  const placed = drawn(
    `<text ${STYLE} x="5" y="15">שלום</text>` +
      `<text ${STYLE} x="5" y="20"><tspan x="5" y="40">خسارة</tspan></text>`,
  );
  deepStrictEqual(shifted, placed);
  notDeepStrictEqual(shifted, drawn(""));
});
