/**
 * Widgets: values that a person moves in the page.
 *
 * @module
 */

export {
  type AnyWidgetOptions,
  type PageModel,
  type Render,
  widget,
} from "./any_widget.ts";
export { Accordion, GridBox, HBox, Tab, VBox } from "./boxes.ts";
export { browse } from "./browse.ts";
export { Button, Checkbox, ToggleButton } from "./buttons.ts";
export { type Control, interact, type ValueOf } from "./interact.ts";
export { jslink, link, type LinkEnd } from "./link.ts";
export {
  FloatLogSlider,
  FloatProgress,
  FloatSlider,
  FloatText,
  IntProgress,
  IntSlider,
  IntText,
} from "./numbers.ts";
export { type NotebookOutput, Output } from "./output.ts";
export {
  Dropdown,
  type Options,
  RadioButtons,
  SelectMultiple,
} from "./selections.ts";
export { Layout } from "./style.ts";
export { HTML, Image, Label, Text, Textarea } from "./texts.ts";
export { type AnyWidget, Widget } from "./widget.ts";
export type { WidgetClass } from "./widget_class.ts";
