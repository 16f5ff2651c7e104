/**
 * How widgets look: their place on the page, and colours and fonts, each a
 * model of its own, named as in CSS.
 *
 * @module
 */

import { isRecord } from "../options/is_record.ts";
import {
  nullable,
  type StateOf,
  text,
  type Trait,
  type Traits,
} from "./traits.ts";
import { defineProperties } from "./define_properties.ts";
import { Widget } from "./widget.ts";

/** Version of the models of the package, as ipywidgets 8 has it. */
const BASE = { module: "@jupyter-widgets/base", version: "2.0.0" };
const CONTROLS = { module: "@jupyter-widgets/controls", version: "2.0.0" };

type Css = Trait<string | null>;

function css<const Name extends string>(
  names: readonly Name[],
): Record<Name, Css> {
  return Object.fromEntries(
    names.map((name) => [name, nullable(text(""))]),
  ) as Record<Name, Css>;
}

// deno-fmt-ignore
const LAYOUT = css([
  "align_content", "align_items", "align_self", "border_bottom", "border_left",
  "border_right", "border_top", "bottom", "display", "flex", "flex_flow",
  "grid_area", "grid_auto_columns", "grid_auto_flow", "grid_auto_rows",
  "grid_column", "grid_gap", "grid_row", "grid_template_areas",
  "grid_template_columns", "grid_template_rows", "height", "justify_content",
  "justify_items", "left", "margin", "max_height", "max_width", "min_height",
  "min_width", "object_fit", "object_position", "order", "overflow", "padding",
  "right", "top", "visibility", "width",
]);

const BORDERS = [
  "border_top",
  "border_right",
  "border_bottom",
  "border_left",
] as const;

/** What a layout is made with; `border` stands for all four. */
export type GivenLayout = Partial<StateOf<typeof LAYOUT>> & {
  border?: string | null;
};

/** With the four borders in place of `border`. */
function withBorders<Given>(given: Given): Given {
  if (!isRecord(given) || given.border === undefined) return given;
  const { border, ...others } = given;
  const all = Object.fromEntries(BORDERS.map((name) => [name, border]));
  return { ...all, ...others } as Given;
}

/** A widget's place on the page: `new Layout({ width: "50%" })`. */
export class Layout extends Widget<StateOf<typeof LAYOUT>> {
  constructor(given: GivenLayout = {}) {
    super(
      { name: "Layout", ...BASE, model: "LayoutModel", view: "LayoutView" },
      LAYOUT,
      withBorders(given),
    );
  }

  /** The border of all sides; `null` if they differ. */
  get border(): string | null {
    const [first, ...others] = BORDERS.map((name) => this[name]);
    return others.every((other) => other === first) ? first : null;
  }

  set border(border: string | null) {
    this.set(withBorders<GivenLayout>({ border }));
  }
}
defineProperties(Layout.prototype, LAYOUT);
export interface Layout extends StateOf<typeof LAYOUT> {}

const FONT = css([
  "font_family",
  "font_size",
  "font_style",
  "font_variant",
  "font_weight",
  "text_color",
  "text_decoration",
]);
const WIDTH = { description_width: text("") };
const TEXT = css(["background", "font_size", "text_color"]);

/** What the styles of the controls have, by the model's name. */
export const STYLES = {
  Button: { ...css(["button_color"]), ...FONT },
  Checkbox: { ...WIDTH, ...css(["background"]) },
  Description: WIDTH,
  HTML: { ...WIDTH, ...TEXT },
  Label: { ...WIDTH, ...css(["background"]), ...FONT },
  Progress: { ...WIDTH, ...css(["bar_color"]) },
  Slider: { ...WIDTH, ...css(["handle_color"]) },
  Text: { ...WIDTH, ...TEXT },
  ToggleButton: { ...WIDTH, ...FONT },
} satisfies Record<string, Traits>;

/** Name of a style. */
export type StyleName = keyof typeof STYLES;

/** Colours and fonts of one widget. */
export class Style<Name extends StyleName = StyleName>
  extends Widget<StateOf<(typeof STYLES)[Name]>> {
  constructor(
    readonly name: Name,
    given: Partial<StateOf<(typeof STYLES)[Name]>> = {},
  ) {
    super(
      {
        name: `${name}Style`,
        ...CONTROLS,
        model: `${name}StyleModel`,
        view: "StyleView",
        viewModule: { name: BASE.module, version: BASE.version },
      },
      STYLES[name],
      given,
    );
    // Each of its values is a property, as of a class of its own.
    defineProperties(this, STYLES[name]);
  }

  /** Its class has another name than what it is the style of. */
  override refuseProperty(name: string): void {
    this.get(name as keyof StateOf<(typeof STYLES)[Name]> & string);
  }
}

/** The layout: a `Layout`, or its values. */
export function layout(): Trait<Layout> {
  return {
    type: "reference",
    // Each widget has its own.
    default: undefined as unknown as Layout,
    create: () => new Layout(),
    allowNone: false,
    check(name, value) {
      if (value instanceof Layout) return value;
      if (isRecord(value)) return new Layout(value);
      throw new TypeError(`${name} must be a Layout or its values`);
    },
  };
}

/** The style of that name: a `Style`, or its values. */
export function style<Name extends StyleName>(
  own: Name,
): Trait<Style<Name> & StateOf<(typeof STYLES)[Name]>> {
  type Own = Style<Name> & StateOf<(typeof STYLES)[Name]>;
  return {
    type: "reference",
    default: undefined as unknown as Own,
    create: () => new Style(own) as Own,
    allowNone: false,
    check(name, value) {
      if (value instanceof Style && value.name === own) return value as Own;
      if (isRecord(value) && !(value instanceof Widget)) {
        return new Style(
          own,
          value as Partial<StateOf<(typeof STYLES)[Name]>>,
        ) as Own;
      }
      throw new TypeError(`${name} must be the values of a ${own}Style`);
    },
  };
}
