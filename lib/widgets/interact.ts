/**
 * A function whose arguments are moved by hand.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import { VBox } from "./boxes.ts";
import { Checkbox } from "./buttons.ts";
import { FloatSlider, IntSlider } from "./numbers.ts";
import { Output } from "./output.ts";
import { Dropdown, type Options } from "./selections.ts";
import { Text } from "./texts.ts";
import { type AnyWidget, Widget } from "./widget.ts";

/**
 * What stands for a widget: `[min, max]` or `[min, max, step]` for a slider,
 * true or false for a box, a string for a line of text; four numbers and more,
 * strings or values by label for a choice; or any widget that has a `value`.
 */
export type Control =
  | AnyWidget
  | readonly [min: number, max: number]
  | readonly [min: number, max: number, step: number]
  | readonly string[]
  | readonly number[]
  | readonly (readonly [label: string, value: unknown])[]
  | boolean
  | number
  | string
  | Readonly<Record<string, unknown>>;

/** The value that the widget of a control has. */
export type ValueOf<C> = C extends AnyWidget
  ? C extends { value: infer Value } ? Value : never
  : C extends boolean ? boolean
  : C extends number ? number
  : C extends string ? string
  : C extends readonly (readonly [string, infer Value])[] ? Value
  : C extends readonly (infer Item)[] ? Item
  : C extends Readonly<Record<string, infer Value>> ? Value
  : never;

function isNumbers(control: unknown): control is number[] {
  return Array.isArray(control) && control.length > 0 &&
    control.every((item) => typeof item === "number");
}

function slider(description: string, numbers: readonly number[]): AnyWidget {
  const [min, max, step] = numbers;
  if (numbers.length < 2 || numbers.length > 3 || !(min < max)) {
    throw new RangeError(
      `${description} must be [min, max] or [min, max, step] with min below max, got [${numbers}]`,
    );
  }
  if (step !== undefined && !(step > 0 && step <= max - min)) {
    throw new RangeError(
      `${description}: the step must be above 0 and at most ${
        max - min
      }, got ${step}`,
    );
  }
  const isWhole = numbers.every(Number.isInteger);
  // The middle, on a step, as ipywidgets begins.
  const by = step ?? (isWhole ? 1 : (max - min) / 100);
  const value = min + by * Math.floor((max - min) / by / 2);
  const own = { description, min, max, step: by };
  return isWhole
    ? new IntSlider({ ...own, value })
    : new FloatSlider({ ...own, value: Number(value.toPrecision(12)) });
}

/**
 * The widget that a control stands for.
 *
 * @throws {TypeError} If it stands for none.
 */
export function controlFor(description: string, control: Control): AnyWidget {
  if (control instanceof Widget) {
    control.get("value");
    return control;
  }
  if (isNumbers(control) && control.length <= 3) {
    return slider(description, control);
  }
  if (typeof control === "boolean") {
    return new Checkbox({ description, value: control });
  }
  if (typeof control === "string") {
    return new Text({ description, value: control });
  }
  if (typeof control === "number") {
    if (!Number.isFinite(control)) {
      throw new RangeError(`${description} must be finite, got ${control}`);
    }
    const ends = control === 0
      ? [0, 1]
      : [-control, 3 * control].sort((a, b) => a - b);
    const made = slider(description, ends);
    made.set({ value: control });
    return made;
  }
  if (typeof control === "object" && control !== null) {
    const choice = new Dropdown({
      description,
      options: control as Options<unknown>,
    });
    if (choice.index !== null) return choice;
    throw new RangeError(`${description} has nothing to choose from`);
  }
  throw new TypeError(
    `${description} must be a widget or stand for one, got ${String(control)}`,
  );
}

/**
 * Shows a function's result, and what it prints, under the widgets for its
 * arguments, anew whenever one is moved. While it still works on former values
 * only the newest wait.
 *
 * ```ts ignore
 * import { drawMask, interact, maskHeatmap } from "thaw";
 *
 * interact(({ rate }) => maskHeatmap(drawMask([8, 32], rate, 1)), {
 *   rate: [0, 1, 0.05],
 * });
 * ```
 *
 * @param render Takes the values by name; may be asynchronous.
 * @param controls Widgets, or what stands for them, by name.
 * @returns The whole as one widget; `close()` ends it.
 * @throws {TypeError} If a control stands for no widget.
 */
export function interact<Controls extends Record<string, Control>>(
  render: (
    values: { [Name in keyof Controls]: ValueOf<Controls[Name]> },
  ) => unknown,
  controls: Controls,
): VBox {
  requireKind("interact", "render", render, "function");
  requireKind("interact", "controls", controls, "object");
  const widgets = Object.entries(controls).map(([name, control]) =>
    [name, controlFor(name, control)] as const
  );
  const output = new Output();
  let isStale = false;
  let running: Promise<void> | undefined;
  const values = () =>
    Object.fromEntries(
      widgets.map(([name, widget]) => [name, widget.get("value")]),
    ) as Parameters<typeof render>[0];
  const show = output.capture(async () => {
    const value = await render(values());
    if (value !== undefined) await output.show(value);
  }, { clearOutput: true, wait: true });
  const work = async () => {
    while (isStale) {
      isStale = false;
      try {
        await show();
      } catch (error) {
        // No kernel has taken it.
        output.print(`${error}\n`, "stderr");
      }
    }
    running = undefined;
  };
  const update = () => {
    isStale = true;
    return running ??= work();
  };
  for (const [, widget] of widgets) widget.on("change:value", update);
  void update();
  return new VBox({
    children: [...widgets.map(([, widget]) => widget), output],
  });
}
