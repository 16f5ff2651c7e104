import { deepStrictEqual } from "node:assert/strict";
import {
  type SvgNode,
  type TextBox,
  textBox,
  textBoxOnPage,
} from "../../../lib/plot/text_box.ts";

interface FakeNode extends SvgNode {
  parentNode: FakeNode | null;
}

/** An element of SVG, as little as is read of it. */
function element(
  nodeName: string,
  attributes: Record<string, string>,
  ...children: (FakeNode | string)[]
): FakeNode {
  const childNodes = children.map((child): FakeNode =>
    typeof child === "string"
      ? {
        nodeType: 3,
        nodeName: "#text",
        textContent: child,
        parentNode: null,
        childNodes: [],
      }
      : child
  );
  const node: FakeNode = {
    nodeType: 1,
    nodeName,
    textContent: childNodes.map((child) => child.textContent).join(""),
    parentNode: null,
    childNodes,
    getAttribute: (name) => attributes[name] ?? null,
  };
  for (const child of childNodes) child.parentNode = node;
  return node;
}

/** To a millionth of a pixel. */
function rounded(box: TextBox): TextBox {
  const entries = Object.entries(box);
  return Object.fromEntries(
    entries.map(([side, at]) => [side, Number(at.toFixed(6))]),
  ) as unknown as TextBox;
}

/** Each character is half as wide as high. */
const measure = (text: string, font: { size: number }) =>
  text.length * font.size / 2;

Deno.test("textBox() follows the anchor and the size of the font", () => {
  const text = element("text", {
    x: "100",
    y: "50",
    style: "font-size: 20px; text-anchor: middle",
  }, "abcd");
  deepStrictEqual(rounded(textBox(text, measure)), {
    left: 80,
    right: 120,
    top: 31.44,
    bottom: 54.72,
  });
});

Deno.test("textBox() is as wide as the longest line and as high as all", () => {
  const text = element(
    "text",
    { "font-size": "10" },
    element("tspan", { class: "line", dy: "0em" }, "ab"),
    element("tspan", { class: "line", dy: "2em" }, "abcdef"),
  );
  deepStrictEqual(rounded(textBox(text, measure)), {
    left: 0,
    right: 30,
    top: -9.28,
    bottom: 22.36,
  });
});

Deno.test("textBoxOnPage() adds the transforms of what it stands in", () => {
  const text = element("text", { "font-size": "10" }, "ab");
  element(
    "g",
    { transform: "translate(5,7)" },
    element("g", { transform: "scale(2)" }, text),
  );
  deepStrictEqual(rounded(textBoxOnPage(text, measure)), {
    left: 5,
    right: 25,
    top: -11.56,
    bottom: 11.72,
  });
});

Deno.test("textBox() is empty without text", () => {
  deepStrictEqual(textBox(element("g", {}, element("path", {})), measure), {
    left: 0,
    top: 0,
    right: 0,
    bottom: 0,
  });
});
