/**
 * Numbers that a person sets or watches.
 *
 * @module
 */

import { COLOURS, control, DESCRIBED, orientation } from "./control.ts";
import { style } from "./style.ts";
import { bool, float, int, nullable, oneOf, positive, text } from "./traits.ts";

interface Bounds {
  min: number;
  max: number;
  value: number;
}

/** The value held between its bounds, as ipywidgets does it. */
function bounded(
  now: Bounds,
  changes: Partial<Bounds>,
): Partial<Bounds> {
  const { min = now.min, max = now.max, value = now.value } = changes;
  if (min > max) {
    throw new RangeError(`min must not be above max, got ${min} and ${max}`);
  }
  return { ...changes, value: Math.min(Math.max(value, min), max) };
}

const SLIDER = {
  ...DESCRIBED,
  behavior: oneOf(
    ["drag-tap", "drag-snap", "tap", "drag", "snap"],
    "drag-tap",
  ),
  continuous_update: bool(true),
  orientation: orientation("horizontal"),
  readout: bool(true),
  style: style("Slider"),
};

/** A slider of whole numbers; `value` stays in `[min, max]`. */
export class IntSlider extends control("IntSlider", {
  ...SLIDER,
  max: int(100),
  min: int(0),
  readout_format: text("d"),
  step: positive(int(1)),
  value: int(0),
}) {
  protected override complete(changes: Partial<Bounds>) {
    return bounded(this, changes) as Record<string, unknown>;
  }
}

/** A slider of numbers; `value` stays in `[min, max]`. */
export class FloatSlider extends control("FloatSlider", {
  ...SLIDER,
  max: float(100),
  min: float(0),
  readout_format: text(".2f"),
  step: nullable(positive(float(0)), 0.1),
  value: float(0),
}) {
  protected override complete(changes: Partial<Bounds>) {
    return bounded(this, changes) as Record<string, unknown>;
  }
}

/** A slider of powers: `value` stays in `[base ** min, base ** max]`. */
export class FloatLogSlider extends control("FloatLogSlider", {
  ...SLIDER,
  base: float(10),
  max: float(4),
  min: float(0),
  readout_format: text(".3g"),
  step: nullable(positive(float(0)), 0.1),
  value: float(1),
}) {
  protected override complete(changes: Partial<Bounds & { base: number }>) {
    const {
      base = this.base,
      min = this.min,
      max = this.max,
      value = this.value,
    } = changes;
    if (!(base > 0)) throw new RangeError(`base must be above 0, got ${base}`);
    const ends = [base ** min, base ** max];
    const held = bounded(
      { min: ends[0], max: ends[1], value },
      {},
    );
    return { ...changes, value: held.value };
  }
}

/** A field for a whole number. */
export class IntText extends control("IntText", {
  ...DESCRIBED,
  continuous_update: bool(false),
  step: positive(int(1)),
  style: style("Description"),
  value: int(0),
}) {}

/** A field for a number. */
export class FloatText extends control("FloatText", {
  ...DESCRIBED,
  continuous_update: bool(false),
  step: nullable(positive(float(0))),
  style: style("Description"),
  value: float(0),
}) {}

const { disabled: _, ...LABELLED } = DESCRIBED;

const PROGRESS = {
  ...LABELLED,
  orientation: orientation("horizontal"),
  style: style("Progress"),
};

/** A bar of whole numbers; `value` stays in `[min, max]`. */
export class IntProgress extends control("IntProgress", {
  ...PROGRESS,
  bar_style: oneOf(COLOURS, ""),
  max: int(100),
  min: int(0),
  value: int(0),
}, { view: "ProgressView" }) {
  protected override complete(changes: Partial<Bounds>) {
    return bounded(this, changes) as Record<string, unknown>;
  }
}

/** A bar; `value` stays in `[min, max]`. */
export class FloatProgress extends control("FloatProgress", {
  ...PROGRESS,
  bar_style: nullable(oneOf(COLOURS, ""), ""),
  max: float(100),
  min: float(0),
  value: float(0),
}, { view: "ProgressView" }) {
  protected override complete(changes: Partial<Bounds>) {
    return bounded(this, changes) as Record<string, unknown>;
  }
}
