/**
 * Tensors and models of TensorFlow.js, told by their shape: the bootstrap does
 * not import the library.
 *
 * @module
 */

import { engine } from "../stop/tfjs_engine.ts";
import { htmlTable } from "./format_table.ts";
import { Array, JSON, Math, Number, String } from "../language/natives.ts";

type Values = ArrayLike<number | string>;

interface Tensor {
  shape: number[];
  dtype: string;
  size: number;
  rank: number;
  isDisposed: boolean;
  dataId: object;
  data(): Promise<Values>;
  dataSync(): Values;
  slice(begin: number[], size: number[]): Tensor;
  dispose(): void;
}

interface Layer {
  name: string;
  trainable: boolean;
  outputShape: unknown;
  countParams(): number;
  getClassName(): string;
}

interface Model {
  name: string;
  layers: Layer[];
  getClassName(): string;
  summary(
    width?: number,
    positions?: number[],
    print?: (line: string) => void,
  ): void;
}

type Bundle = Record<string, unknown>;

/** Items of the last two axes shown; of the axes before them only the first. */
const EDGE = 6;

const BYTES: Record<string, number> = { bool: 1, complex64: 8 };

// deno-lint-ignore no-explicit-any -- duck-typed: anything a user displays
function isTensor(value: any): value is Tensor {
  return Array.isArray(value.shape) && typeof value.dtype === "string" &&
    "dataId" in value && typeof value.data === "function" &&
    "isDisposed" in value;
}

// deno-lint-ignore no-explicit-any -- as above
function isModel(value: any): value is Model {
  return Array.isArray(value.layers) && typeof value.summary === "function" &&
    typeof value.getClassName === "function";
}

/** Empty for strings, whose bytes tfjs does not count either. */
function memory(tensor: Tensor): string {
  if (tensor.dtype === "string") return "";
  const bytes = tensor.size * (BYTES[tensor.dtype] ?? 4);
  if (bytes < 1024) return `, ${bytes} B`;
  const unit = bytes < 1024 ** 2 ? 1024 : 1024 ** 2;
  return `, ${(bytes / unit).toFixed(1)} ${unit === 1024 ? "KiB" : "MiB"}`;
}

function rounded(value: number | string, dtype: string): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (dtype === "bool") return value ? "true" : "false";
  if (dtype === "int32" || !Number.isFinite(value)) return String(value);
  return String(Number(value.toPrecision(4)));
}

/** Real and imaginary parts, which take turns, to complex numbers. */
function pairs(numbers: string[]): string[] {
  return Array.from({ length: numbers.length / 2 }, (_, index) => {
    const [real, imaginary] = numbers.slice(2 * index, 2 * index + 2);
    const sign = imaginary.startsWith("-") ? "" : "+";
    return `${real}${sign}${imaginary}i`;
  });
}

/** Nested brackets; `cut[axis]` says that items were left out there. */
function brackets(
  values: string[],
  shape: number[],
  cut: boolean[],
  indent = " ",
): string {
  if (shape.length === 0) return values[0];
  const [length, ...inner] = shape;
  const step = inner.reduce((product, size) => product * size, 1);
  const parts = Array.from(
    { length },
    (_, index) =>
      brackets(
        values.slice(index * step, (index + 1) * step),
        inner,
        cut.slice(1),
        indent + " ",
      ),
  );
  if (cut[0]) parts.push("…");
  return `[${parts.join(inner.length === 0 ? ", " : `,\n${indent}`)}]`;
}

/** At once where values can be read so, which they can't be on WebGPU. */
function tensorBundle(tensor: Tensor): Promise<Bundle> | Bundle {
  const { shape, dtype } = tensor;
  const title = `Tensor ${dtype} [${shape.join(", ")}]`;
  if (tensor.isDisposed) return { "text/plain": `${title}, disposed` };
  const rank = shape.length;
  const shown = shape.map((size, axis) =>
    Math.min(size, axis < rank - 2 ? 1 : EDGE)
  );
  const cut = shape.map((size, axis) => size > shown[axis]);
  const part = cut.includes(true)
    ? tensor.slice(shape.map(() => 0), shown)
    : tensor;
  const bundle = (read: Values): Bundle => {
    const numbers = Array.from(read, (value) => rounded(value, dtype));
    const values = dtype === "complex64" ? pairs(numbers) : numbers;
    const text = brackets(values, shown, cut);
    return { "text/plain": `${title}${memory(tensor)}\n${text}` };
  };
  const release = () => {
    if (part !== tensor) part.dispose();
  };
  if (engine()?.backendName === "webgpu") {
    return part.data().then(bundle).finally(release);
  }
  try {
    return bundle(part.dataSync());
  } finally {
    release();
  }
}

/** Text whose whole numbers have their thousands separated. */
function grouped(text: string): string {
  return text.replace(
    /\d+/g,
    (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ","),
  );
}

function modelBundle(model: Model): Bundle {
  const lines: string[] = [];
  try {
    model.summary(80, undefined, (line) => lines.push(line));
  } catch {
    // A Sequential that does not know its input yet has no summary.
    return {
      "text/plain":
        `${model.getClassName()} ${model.name}, not built: ${model.layers.length} layers`,
    };
  }
  const rows = model.layers.map((layer) => [
    layer.name,
    layer.getClassName(),
    JSON.stringify(layer.outputShape),
    grouped(String(layer.countParams())),
    layer.trainable ? "yes" : "no",
  ]);
  const columns = ["Layer", "Type", "Output shape", "Param #", "Trainable"];
  const totals = grouped(
    lines.filter((line) => /params:/i.test(line)).join("; "),
  );
  return {
    "text/plain": lines.join("\n"),
    "text/html": htmlTable(columns, rows, totals, [
      "left",
      "left",
      "left",
      undefined,
      "left",
    ]),
  };
}

/** The bundle of a tensor or a model; undefined for anything else. */
export function tfjsBundle(
  value: object,
): Promise<Bundle> | Bundle | undefined {
  if (isTensor(value)) return tensorBundle(value);
  if (isModel(value)) return modelBundle(value);
}
