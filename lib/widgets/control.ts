/**
 * Widgets of `@jupyter-widgets/controls`: what all of them have, and how a
 * class is made of its values.
 *
 * @module
 */

import { layout } from "./style.ts";
import {
  bool,
  int,
  list,
  nullable,
  oneOf,
  text,
  type Trait,
  type Traits,
} from "./traits.ts";
import {
  defineProperties,
  type WidgetConstructor,
} from "./define_properties.ts";
import { type AnyWidget, Widget } from "./widget.ts";
import type { WidgetClass } from "./widget_class.ts";

/** Version of the models of the package, as ipywidgets 8 has it. */
export const CONTROLS = {
  module: "@jupyter-widgets/controls",
  version: "2.0.0",
};

/** What everything that is seen has. */
export const SEEN = {
  _dom_classes: list(text("")),
  // How many views there are; with `null` front ends do not count.
  _view_count: nullable(int(0)),
  layout: layout(),
  tabbable: nullable(bool(false)),
  tooltip: nullable(text("")),
} satisfies Traits;

/** What has a label and can be switched off. */
export const DESCRIBED = {
  description: text(""),
  description_allow_html: bool(false),
  disabled: bool(false),
} satisfies Traits;

/** Colours with a meaning, by the names of Bootstrap. */
export const COLOURS = ["success", "info", "warning", "danger", ""] as const;

export const orientation = (initial: "horizontal" | "vertical") =>
  oneOf(["horizontal", "vertical"], initial);

/** Widgets in a widget. */
export function widgets(): Trait<readonly AnyWidget[]> {
  return list<AnyWidget>({
    type: "reference",
    default: undefined as unknown as AnyWidget,
    allowNone: false,
    check(name, value) {
      if (value instanceof Widget) return value;
      throw new TypeError(`${name} must be a widget, got ${String(value)}`);
    },
  });
}

/**
 * A class of widgets.
 *
 * @param name As in ipywidgets.
 * @param traits Its values, beside those that all have.
 * @param own Where the front end has it, if not as `NAMEModel` and `NAMEView`
 * among the controls.
 */
export function control<T extends Traits>(
  name: string,
  traits: T,
  own: Partial<WidgetClass> = {},
): WidgetConstructor<typeof SEEN & T> {
  const all = { ...SEEN, ...traits };
  const widgetClass: WidgetClass = {
    name,
    ...CONTROLS,
    model: `${name}Model`,
    view: `${name}View`,
    ...own,
  };
  class Control extends Widget {
    constructor(given: Record<string, unknown> = {}) {
      super(widgetClass, all, given);
    }
  }
  defineProperties(Control.prototype, all);
  return Control as unknown as WidgetConstructor<typeof SEEN & T>;
}
