/**
 * Our models against the ones that Jupyter publishes: the same names, kinds,
 * choices and defaults, or a front end shows something else.
 */

import { deepStrictEqual, ok, throws } from "node:assert/strict";
import schema from "@jupyter-widgets/schema/jupyterwidgetmodels.latest.json" with {
  type: "json",
};
import { Style, type StyleName, STYLES } from "../../../lib/widgets/style.ts";
import * as widgets from "../../../lib/widgets/mod.ts";
import type { AnyWidget } from "../../../lib/widgets/widget.ts";

interface Attribute {
  name: string;
  type: string;
  default: unknown;
  allow_none?: boolean;
  enum?: string[];
}

interface Model {
  model: { module: string; name: string; version: string };
  view: { module: string; name: string | null; version: string };
  attributes: Attribute[];
}

const MODELS = schema as unknown as Model[];

// deno-fmt-ignore
const NAMES = [
  "Accordion", "Button", "Checkbox", "Dropdown", "FloatLogSlider",
  "FloatProgress", "FloatSlider", "FloatText", "GridBox", "HBox", "HTML",
  "Image", "IntProgress", "IntSlider", "IntText", "Label", "Layout", "Output",
  "RadioButtons", "SelectMultiple", "Tab", "Text", "Textarea", "ToggleButton",
  "VBox",
] as const;

function modelOf(name: string): Model {
  return MODELS.find(({ model }) => model.name === `${name}Model`)!;
}

function made(): [string, AnyWidget][] {
  return [
    ...NAMES.map((name): [string, AnyWidget] => [name, new widgets[name]()]),
    ...Object.keys(STYLES).map((name): [string, AnyWidget] => [
      `${name}Style`,
      new Style(name as StyleName),
    ]),
    ["Link", linkOfTwo()],
  ];
}

function linkOfTwo() {
  const [a, b] = [new widgets.IntSlider(), new widgets.IntSlider()];
  return widgets.jslink([a, "value"], [b, "value"]);
}

function plainDefault({ type, default: value }: Attribute, actual: unknown) {
  if (type === "reference") return actual;
  return type === "bytes" ? new Uint8Array(0) : value;
}

Deno.test("widgets have the state of the published models", () => {
  for (const [name, widget] of made()) {
    // How many views there are is told by all, and published of none.
    const { _view_count, ...state } = widget.wireState();
    const expected: Record<string, unknown> = {};
    for (const attribute of modelOf(name).attributes) {
      expected[attribute.name] = name === "Link" && attribute.type === "array"
        ? state[attribute.name]
        : plainDefault(attribute, state[attribute.name]);
    }
    deepStrictEqual({ ...state }, expected, name);
  }
});

Deno.test("references in a widget's state are ids of widgets", () => {
  for (const [name, widget] of made()) {
    const state = widget.wireState();
    for (const attribute of modelOf(name).attributes) {
      if (attribute.type !== "reference") continue;
      ok(/^IPY_MODEL_[\w-]+$/.test(String(state[attribute.name])), name);
    }
  }
});

Deno.test("widgets take the published choices and kinds, and no others", () => {
  const wrong = Symbol("wrong");
  for (const [name, widget] of made()) {
    for (const attribute of modelOf(name).attributes) {
      if (/^_(model|view)_/.test(attribute.name)) continue;
      for (const choice of attribute.enum ?? []) {
        // Of a layout the schema lists names that CSS has besides lengths.
        widget.set({ [attribute.name]: choice });
      }
      throws(() => widget.set({ [attribute.name]: wrong }), TypeError);
      if (attribute.enum && name !== "Layout") {
        throws(() => widget.set({ [attribute.name]: "other" }), TypeError);
      }
      if (attribute.allow_none) widget.set({ [attribute.name]: null });
    }
  }
});
