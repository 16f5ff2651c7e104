/**
 * How much room SVG text takes, for a DOM that cannot lay text out.
 *
 * Plotly makes its margins, legends and colour bars from the boxes of their
 * labels. jsdom has no layout, so the boxes are worked out here from the fonts'
 * widths; shapes count for nothing, since Plotly asks only about text.
 *
 * @module
 */

/** What is read of a DOM node. */
export interface SvgNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly textContent: string | null;
  readonly parentNode: SvgNode | null;
  readonly childNodes: Iterable<SvgNode>;
  getAttribute?(name: string): string | null;
}

/** A font as CSS has it; the family is always the packaged one. */
export interface TextFont {
  /** In pixels. */
  size: number;
  bold: boolean;
  italic: boolean;
}

/** Width in pixels of one line of text. */
export type MeasureText = (text: string, font: TextFont) => number;

/** A box in pixels, y downwards. */
export interface TextBox {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** DejaVu Sans's height above and below the baseline, in ems (its `hhea`). */
const ASCENT = 0.928;
const DESCENT = 0.236;

const TEXT_NODE = 3;

function property(element: SvgNode, name: string): string | undefined {
  const style = element.getAttribute?.("style") ?? "";
  const found = new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([^;]+)`).exec(style);
  return found?.[1] ?? element.getAttribute?.(name) ?? undefined;
}

function inherited(element: SvgNode, name: string): string | undefined {
  for (let at: SvgNode | null = element; at; at = at.parentNode) {
    const value = property(at, name);
    if (value && value !== "inherit") return value;
  }
}

function fontSize(element: SvgNode): number {
  const size = property(element, "font-size");
  if (size?.endsWith("%") || size?.endsWith("em")) {
    const unit = size.endsWith("%") ? 100 : 1;
    const outer = element.parentNode ? fontSize(element.parentNode) : 12;
    return outer * parseFloat(size) / unit;
  }
  if (size) return parseFloat(size);
  return element.parentNode ? fontSize(element.parentNode) : 12;
}

function fontOf(element: SvgNode): TextFont {
  const weight = inherited(element, "font-weight") ?? "400";
  return {
    size: fontSize(element),
    bold: weight.startsWith("bold") || parseFloat(weight) >= 600,
    italic: inherited(element, "font-style") === "italic",
  };
}

/** Width in pixels of the text in a `text` or `tspan` element. */
export function textWidth(element: SvgNode, measure: MeasureText): number {
  let width = 0;
  for (const child of element.childNodes) {
    width += child.nodeType === TEXT_NODE
      ? measure(child.textContent ?? "", fontOf(element))
      : textWidth(child, measure);
  }
  return width;
}

function boxOfText(text: SvgNode, measure: MeasureText): TextBox {
  const lines = [...text.childNodes].filter((child) =>
    child.getAttribute?.("class") === "line"
  );
  const width = lines.length > 0
    ? Math.max(...lines.map((line) => textWidth(line, measure)))
    : textWidth(text, measure);
  const size = fontSize(text);
  const baseline = (element: SvgNode) =>
    parseFloat(element.getAttribute?.("dy") ?? "0") * size;
  const lineOffsets = lines.length > 0 ? lines.map(baseline) : [0];

  const x = parseFloat(text.getAttribute?.("x") ?? "0") || 0;
  const y = parseFloat(text.getAttribute?.("y") ?? "0") || 0;
  const anchor = inherited(text, "text-anchor");
  const share = anchor === "middle" ? 0.5 : anchor === "end" ? 1 : 0;
  return {
    left: x - share * width,
    right: x + (1 - share) * width,
    top: y + Math.min(...lineOffsets) - ASCENT * size,
    bottom: y + Math.max(...lineOffsets) + DESCENT * size,
  };
}

/** `[a, b, c, d, e, f]`: x' = ax + cy + e, y' = bx + dy + f. */
type Affine = readonly [number, number, number, number, number, number];

const IDENTITY: Affine = [1, 0, 0, 1, 0, 0];

function multiply(m: Affine, n: Affine): Affine {
  return [
    m[0] * n[0] + m[2] * n[1],
    m[1] * n[0] + m[3] * n[1],
    m[0] * n[2] + m[2] * n[3],
    m[1] * n[2] + m[3] * n[3],
    m[0] * n[4] + m[2] * n[5] + m[4],
    m[1] * n[4] + m[3] * n[5] + m[5],
  ];
}

function transformOf(element: SvgNode): Affine {
  let result = IDENTITY;
  const text = element.getAttribute?.("transform") ?? "";
  for (const [, name, list] of text.matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [a = 0, b = 0, c = 0] = list.trim().split(/[\s,]+/).map(Number);
    if (name === "translate") {
      result = multiply(result, [1, 0, 0, 1, a, b]);
    } else if (name === "scale") {
      result = multiply(result, [a, 0, 0, list.includes(",") ? b : a, 0, 0]);
    } else if (name === "rotate") {
      const cos = Math.cos(a * Math.PI / 180);
      const sin = Math.sin(a * Math.PI / 180);
      const turn = multiply([1, 0, 0, 1, b, c], [cos, sin, -sin, cos, 0, 0]);
      result = multiply(result, multiply(turn, [1, 0, 0, 1, -b, -c]));
    }
  }
  return result;
}

function moved(box: TextBox, m: Affine): TextBox {
  const xs: number[] = [];
  const ys: number[] = [];
  for (const x of [box.left, box.right]) {
    for (const y of [box.top, box.bottom]) {
      xs.push(m[0] * x + m[2] * y + m[4]);
      ys.push(m[1] * x + m[3] * y + m[5]);
    }
  }
  return {
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  };
}

function* boxesIn(
  element: SvgNode,
  transform: Affine,
  measure: MeasureText,
): Generator<TextBox> {
  if (element.nodeName === "text") {
    if (element.textContent) {
      yield moved(boxOfText(element, measure), transform);
    }
    return;
  }
  for (const child of element.childNodes) {
    if (child.nodeType === TEXT_NODE) continue;
    yield* boxesIn(child, multiply(transform, transformOf(child)), measure);
  }
}

/**
 * The box of all text in an element, in the element's own coordinates
 * (`getBBox`); all zeros if there is none.
 */
export function textBox(element: SvgNode, measure: MeasureText): TextBox {
  const boxes = [...boxesIn(element, IDENTITY, measure)];
  if (boxes.length === 0) return { left: 0, top: 0, right: 0, bottom: 0 };
  return {
    left: Math.min(...boxes.map((box) => box.left)),
    top: Math.min(...boxes.map((box) => box.top)),
    right: Math.max(...boxes.map((box) => box.right)),
    bottom: Math.max(...boxes.map((box) => box.bottom)),
  };
}

/** The same box in the page's coordinates (`getBoundingClientRect`). */
export function textBoxOnPage(
  element: SvgNode,
  measure: MeasureText,
): TextBox {
  let transform = IDENTITY;
  for (let at: SvgNode | null = element; at; at = at.parentNode) {
    transform = multiply(transformOf(at), transform);
  }
  return moved(textBox(element, measure), transform);
}
