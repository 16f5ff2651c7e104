/**
 * SVG elements as text, in XML: linkedom has no `XMLSerializer`, and writes
 * attributes as HTML does, the last one first.
 *
 * @module
 */

/** What is read of a DOM node. */
export interface SvgElement {
  readonly nodeType: number;
  readonly localName: string;
  readonly textContent: string | null;
  readonly attributes: Iterable<{ name: string; value: string }>;
  readonly childNodes: Iterable<SvgElement>;
}

const ELEMENT_NODE = 1;
const TEXT_NODE = 3;

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

function escaped(text: string, characters: RegExp): string {
  return text.replace(characters, (character) => ENTITIES[character]);
}

/** CSS declarations as browsers write them; those without a value are none. */
function declarations(css: string): string {
  return [...css.matchAll(/([\w-]+)\s*:\s*([^;]+)/g)]
    .map(([, name, value]) => `${name}: ${value};`).join(" ");
}

/** What Plotly writes for quotation marks and takes back from browsers' text. */
const QUOTE = "TOBESTRIPPED";

function attributeText(name: string, value: string): string {
  const text = name === "style"
    ? declarations(value).replaceAll(QUOTE, "'")
    : value;
  // Plotly gives links the namespace of XLink, which linkedom forgets.
  const qualified = name === "href" ? "xlink:href" : name;
  return ` ${qualified}="${escaped(text, /[&<>"\t\n\r]/g)}"`;
}

/** The element and all in it. */
export function svgText(node: SvgElement): string {
  if (node.nodeType === TEXT_NODE) {
    return escaped(node.textContent ?? "", /[&<>]/g);
  }
  if (node.nodeType !== ELEMENT_NODE) return "";
  const attributes = [...node.attributes].reverse()
    .map(({ name, value }) => attributeText(name, value)).join("");
  const inner = [...node.childNodes].map(svgText).join("");
  const { localName } = node;
  return inner === ""
    ? `<${localName}${attributes}/>`
    : `<${localName}${attributes}>${inner}</${localName}>`;
}
