/**
 * Einstein's sums of one or two tensors by products of matrices, which have
 * gradients on all backends; TensorFlow.js's `einsum` has none.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";

/** Letters for the axes of an ellipsis, which no subscripts have. */
const FREE = "αβγδεζηθ";

interface Labelled {
  x: tf.Tensor;
  axes: string;
}

const product = (sizes: number[]) => sizes.reduce((all, size) => all * size, 1);

/** Sums over axes that nobody else has. */
function reduced({ x, axes }: Labelled, wanted: string): Labelled {
  const gone = [...axes].flatMap((axis, i) => wanted.includes(axis) ? [] : [i]);
  if (gone.length === 0) return { x, axes };
  const left = [...axes].filter((axis) => wanted.includes(axis)).join("");
  return { x: x.sum(gone), axes: left };
}

function ordered({ x, axes }: Labelled, order: string): tf.Tensor {
  return x.transpose([...order].map((axis) => axes.indexOf(axis)));
}

/** `subscripts` of tensors and result, an ellipsis spelt out. */
function parsed(
  subscripts: string,
  ranks: number[],
): { inputs: string[]; output: string } {
  const [left, right] = subscripts.replace(/\s/g, "").split("->");
  const inputs = left.split(",");
  if (right === undefined || inputs.length !== ranks.length) {
    throw new RangeError(
      `einsum takes subscripts as "ab,bc->ac", got "${subscripts}"`,
    );
  }
  const spelt = (part: string, count: number) =>
    part.replace("...", FREE.slice(FREE.length - count));
  const counts = inputs.map((part, i) =>
    part.includes("...") ? ranks[i] - (part.length - 3) : 0
  );
  const full = inputs.map((part, i) => spelt(part, counts[i]));
  for (const [i, part] of full.entries()) {
    if (new Set(part).size !== part.length || part.length !== ranks[i]) {
      throw new RangeError(
        `einsum "${subscripts}" is not supported for a tensor of rank ${
          ranks[i]
        }`,
      );
    }
  }
  return { inputs: full, output: spelt(right, Math.max(...counts)) };
}

/**
 * The same sum in lower case: TensorFlow.js saves a layer's texts without
 * capitals, and "aA,Ab->ab" would be another.
 */
export function withoutCapitals(subscripts: string): string {
  const letters = [...new Set(subscripts.replace(/[^a-z]/gi, ""))];
  const alphabet = "abcdefghijklmnopqrstuvwxyz";
  return subscripts.replace(
    /[a-z]/gi,
    (letter) => alphabet[letters.indexOf(letter)],
  );
}

/**
 * @param subscripts Such as `"abc,cd->abd"` or `"...x,xy->...y"`.
 * @throws {RangeError} If there are more than two tensors, or an axis stands
 *   twice in one of them.
 */
export function einsum(subscripts: string, ...tensors: tf.Tensor[]): tf.Tensor {
  if (tensors.length > 2) {
    throw new RangeError("einsum of more than two tensors is not supported");
  }
  const { inputs, output } = parsed(
    subscripts,
    tensors.map(({ rank }) => rank),
  );
  const [a, b] = tensors.map((x, i) => {
    const others = inputs.filter((_, j) => j !== i).join("");
    return reduced({ x, axes: inputs[i] }, others + output);
  });
  if (!b) return ordered(a, output);
  const sizes = new Map(
    [a, b].flatMap(({ x, axes }) =>
      [...axes].map((axis, i): [string, number] => [axis, x.shape[i]])
    ),
  );
  const both = [...a.axes].filter((axis) => b.axes.includes(axis));
  const batch = both.filter((axis) => output.includes(axis)).join("");
  const summed = both.filter((axis) => !output.includes(axis)).join("");
  const own = ({ axes }: Labelled) =>
    [...axes].filter((axis) => !both.includes(axis)).join("");
  const [rows, columns] = [own(a), own(b)];
  const size = (axes: string) => product([...axes].map((it) => sizes.get(it)!));
  const left = ordered(a, batch + rows + summed)
    .reshape<tf.Tensor3D>([size(batch), size(rows), size(summed)]);
  const right = ordered(b, batch + summed + columns)
    .reshape<tf.Tensor3D>([size(batch), size(summed), size(columns)]);
  const axes = batch + rows + columns;
  const shaped = left.matMul(right)
    .reshape([...axes].map((axis) => sizes.get(axis)!));
  return ordered({ x: shaped, axes }, output);
}
