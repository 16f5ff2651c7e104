/**
 * Which classes a classifier takes for which.
 *
 * @module
 */

import { checkOptions } from "../options/check_options.ts";
import { formatNumber } from "../display/table.ts";
import { type ArraySource, readValues } from "./array_values.ts";
import { Figure } from "./figure.ts";
import { type FigurePromise, figurePromise } from "./figure_promise.ts";
import { shortNames } from "./short_names.ts";
import { axis, label, layout, WIDTH } from "./theme.ts";

/** What to show; all fields may be left out. */
export interface ConfusionMatrixOptions {
  /** Names of the classes, from class 0. */
  classes?: readonly string[];
  /** `true`: shares of each true class; `pred`: of each predicted one. */
  normalize?: "true" | "pred";
  /** Heading. */
  title?: string;
}

/** More classes than these get no numbers in their cells. */
const MAX_WRITTEN = 20;
const MAX_CLASSES = 200;

/** Class numbers, from class numbers or a column for each class. */
async function classesOf(source: ArraySource): Promise<number[]> {
  const { shape, values } = await readValues(source);
  const columns = shape.length === 2 ? shape[1] : 1;
  if (shape.length > 2) {
    throw new RangeError(
      `Classes are [samples], [samples, 1] or [samples, classes], got [${shape}]`,
    );
  }
  const all = Array.from(values);
  if (columns === 1) return all;
  return Array.from({ length: shape[0] }, (_, row) => {
    const own = all.slice(row * columns, (row + 1) * columns);
    return own.indexOf(own.reduce((a, b) => Math.max(a, b)));
  });
}

/**
 * How often each class was taken for each: `matrix[truth][prediction]`.
 *
 * @param yTrue Class numbers, or a column for each class.
 * @param yPred The same; of columns the greatest counts.
 * @param count Number of classes; as many as there are.
 * @throws {RangeError} If their numbers differ, or one is no class.
 */
export async function confusionCounts(
  yTrue: ArraySource,
  yPred: ArraySource,
  count?: number,
): Promise<number[][]> {
  const [truth, predicted] = await Promise.all([yTrue, yPred].map(classesOf));
  if (truth.length !== predicted.length || truth.length === 0) {
    throw new RangeError(
      `yTrue and yPred must be as many, at least 1, got ${truth.length} and ${predicted.length}`,
    );
  }
  const all = [...truth, ...predicted];
  const classes = count ?? all.reduce((a, b) => Math.max(a, b)) + 1;
  const wrong = all.find((one) =>
    !(Number.isInteger(one) && one >= 0 && one < classes)
  );
  if (wrong !== undefined) {
    throw new RangeError(
      `Classes are whole numbers from 0${
        count === undefined ? "" : ` to ${count - 1}`
      }, got ${wrong}`,
    );
  }
  if (classes > MAX_CLASSES) {
    throw new RangeError(
      `A confusion matrix has at most ${MAX_CLASSES} classes, got ${
        formatNumber(classes)
      }; join some, or take those that matter and number them anew`,
    );
  }
  const matrix = Array.from(
    { length: classes },
    () => new Array<number>(classes).fill(0),
  );
  truth.forEach((row, i) => matrix[row][predicted[i]]++);
  return matrix;
}

function total(values: number[]): number {
  return values.reduce((sum, one) => sum + one, 0);
}

/** Each count as a share of its true class, or of its predicted one. */
function sharesOf(counts: number[][], of: "true" | "pred"): number[][] {
  const columns = counts.map((_, i) => total(counts.map((row) => row[i])));
  return counts.map((row) =>
    row.map((count, i) => {
      const whole = of === "true" ? total(row) : columns[i];
      return whole === 0 ? 0 : Number((count / whole).toPrecision(4));
    })
  );
}

/**
 * A heatmap of true classes down and predicted ones across, with the counts in
 * it.
 *
 * @param yTrue Class numbers, or a column for each class.
 * @param yPred The same, such as `model.predict(x)` of a softmax.
 * @throws {TypeError} If there is no such option.
 * @throws {RangeError} If the numbers differ, one is no class, or there are
 * fewer names than classes.
 */
export function confusionMatrix(
  yTrue: ArraySource,
  yPred: ArraySource,
  options: ConfusionMatrixOptions = {},
): FigurePromise {
  return figurePromise(drawConfusionMatrix(yTrue, yPred, options));
}

async function drawConfusionMatrix(
  yTrue: ArraySource,
  yPred: ArraySource,
  options: ConfusionMatrixOptions,
): Promise<Figure> {
  checkOptions("confusionMatrix", options, {
    classes: true,
    normalize: true,
    title: true,
  });
  const { classes, normalize, title = "Confusion matrix" } = options;
  if (normalize && normalize !== "true" && normalize !== "pred") {
    throw new RangeError(
      `normalize must be the text "true" or "pred", got ${
        JSON.stringify(normalize)
      }`,
    );
  }
  const counts = await confusionCounts(yTrue, yPred, classes?.length);
  const plain = shortNames(counts.map((_, i) => classes?.[i] ?? String(i)));
  const names = plain.map(label);
  const shown = normalize ? sharesOf(counts, normalize) : counts;
  const highest = Math.max(...shown.flat());
  const right = total(counts.map((row, i) => row[i]));
  const samples = total(counts.map(total));
  const quantity = normalize
    ? `share of the ${normalize === "true" ? "true" : "predicted"} class`
    : "samples";
  const size = Math.min(WIDTH, 260 + 36 * names.length);
  return new Figure(
    [{
      type: "heatmap",
      z: shown,
      // The lightest colour is none at all, also where no class has so few.
      zmin: 0,
      zmax: highest || 1,
      x: names,
      y: names,
      colorscale: "Cividis",
      reversescale: true,
      ...(names.length <= MAX_WRITTEN &&
        { texttemplate: normalize ? "%{z}" : "%{z:d}" }),
      colorbar: {
        // Above the bar it would lie on the highest number.
        title: { text: quantity, side: "right" },
        ticklabeloverflow: "allow",
        ...(!normalize && { tickformat: ",d" }),
        // Between few samples there are no others.
        ...(!normalize && highest < 10 && { dtick: 1 }),
        outlinewidth: 0,
      },
    }],
    layout(label(title), {
      height: size,
      xaxis: axis("predicted", { type: "category", showgrid: false }),
      yaxis: axis("true", {
        type: "category",
        autorange: "reversed",
        showgrid: false,
      }),
    }, plain),
    `${title}: ${right} of ${samples} samples right (${
      formatNumber(Math.round(1000 * right / samples) / 10)
    } %)`,
  );
}
