/**
 * A value's own look in a few lines: layers of a model, first rows of a table.
 *
 * V8 runs it with `throwOnSideEffect`, and refuses it as soon as something of
 * the value would change anything. So it may call getters and methods, but
 * nothing of Deno's: V8 can't tell what native functions do.
 *
 * @module
 */

import { aligned } from "./aligned.ts";
import { Array, JSON, Object, String } from "../language/natives.ts";

/** How much is shown of a table, and of what a display method gives. */
const ROWS = 5;
const COLUMNS = 10;
const LINES = 10;
const LAYERS = 30;
const CELL_LENGTH = 20;

/** Made before V8 watches, because to make it would change something, too. */
const DISPLAYS = [
  Symbol.for("Jupyter.display"),
  Symbol.for("Deno.jupyter.display"),
];

// deno-lint-ignore no-explicit-any -- duck-typed: anything a user has
type Anything = any;

/** Undefined for what V8's own preview shows as well. */
export function overview(value: Anything): string | undefined {
  if (value === null || typeof value !== "object") return undefined;
  return ofModel(value) ?? ofLayer(value) ?? ofDisplay(value) ??
    ofFrame(value) ??
    ofRecords(value);
}

function ofModel(model: Anything): string | undefined {
  const { layers } = model;
  const isModel = Array.isArray(layers) && "getClassName" in model &&
    "summary" in model;
  if (!isModel) return undefined;
  const rows = layers.slice(0, LAYERS).map((layer: Anything) => [
    String(layer.name),
    String(layer.getClassName()),
    shapesOf(layer),
    layer.built ? String(parameters(layer)) : "",
    layer.trainable ? "" : "frozen",
  ]);
  const columns = ["Layer", "Type", "Output shape", "Param #", ""];
  return table(columns, rows, layers.length);
}

function ofLayer(value: Anything): string | undefined {
  const isLayer = "getClassName" in value && "countParams" in value &&
    "inboundNodes" in value;
  if (!isLayer) return undefined;
  const facts = [
    `${value.getClassName()} "${value.name}"`,
    shapesOf(value) && `output shape ${shapesOf(value)}`,
    value.built ? `${parameters(value)} parameters` : "not built",
    value.trainable ? "" : "frozen",
  ];
  return facts.filter((fact) => fact !== "").join(", ");
}

/** From the layer's own data: V8 refuses its getters, which fill arrays. */
function shapesOf({ inboundNodes }: Anything): string {
  const shapes = inboundNodes?.[0]?.outputShapes ?? [];
  return shapes.map((shape: unknown) => JSON.stringify(shape)).join(", ");
}

/** Of a layer and of those within it, which hold the weights of wrappers. */
function parameters(layer: Anything): number {
  const { layers, layer: inner, cell, cells, forwardLayer, backwardLayer } =
    layer;
  const within = layers ?? cells ??
    (forwardLayer ? [forwardLayer, backwardLayer] : [cell ?? inner]);
  if (within[0]) return sum(within.map(parameters));
  const { _trainableWeights = [], _nonTrainableWeights = [] } = layer;
  const weights: { shape: number[] }[] = [
    ..._trainableWeights,
    ..._nonTrainableWeights,
  ];
  return sum(
    weights.map(({ shape }) =>
      shape.reduce((product, size) => product * size, 1)
    ),
  );
}

function sum(numbers: number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}

/** What its display method gives as plain text. */
function ofDisplay(value: Anything): string | undefined {
  const name = DISPLAYS.find((name) => typeof value[name] === "function");
  const text = name && value[name]()?.["text/plain"];
  if (typeof text !== "string") return undefined;
  const lines = text.split("\n");
  const more = lines.length > LINES ? ["…"] : [];
  return [...lines.slice(0, LINES), ...more].join("\n");
}

/** Rows beside names of columns, as danfo's frames have them. */
function ofFrame({ columns, values }: Anything): string | undefined {
  const isFrame = Array.isArray(columns) && Array.isArray(values) &&
    columns.length > 0 &&
    values.slice(0, ROWS).every((row: unknown) => Array.isArray(row));
  if (!isFrame) return undefined;
  const rows = values.slice(0, ROWS).map((row: unknown[]) =>
    row.slice(0, COLUMNS).map(cell)
  );
  return table(columns.slice(0, COLUMNS).map(cell), rows, values.length);
}

function ofRecords(value: Anything): string | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const shown = value.slice(0, ROWS);
  const isTable = shown.every((record) =>
    record !== null && typeof record === "object" &&
    [Object.prototype, null].includes(Object.getPrototypeOf(record))
  );
  if (!isTable) return undefined;
  const all = shown.flatMap((record) => Object.keys(record));
  const columns = all.filter((name, at) => all.indexOf(name) === at)
    .slice(0, COLUMNS);
  if (columns.length === 0) return undefined;
  const rows = shown.map((record) => columns.map((name) => cell(record[name])));
  return table(columns, rows, value.length);
}

function cell(value: unknown): string {
  const text = value === undefined
    ? ""
    : Array.isArray(value)
    ? `Array(${value.length})`
    : value !== null && typeof value === "object"
    ? "{…}"
    : String(value);
  const line = text.replace(/\s+/g, " ");
  return line.length > CELL_LENGTH ? `${line.slice(0, CELL_LENGTH)}…` : line;
}

function table(columns: string[], rows: string[][], count: number): string {
  const more = count > rows.length ? `\n… ${count} rows in all` : "";
  return aligned([columns, ...rows]) + more;
}
