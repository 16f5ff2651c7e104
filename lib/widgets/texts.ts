/**
 * Text that a person writes, and what is only shown.
 *
 * @module
 */

import { control, DESCRIBED } from "./control.ts";
import { style } from "./style.ts";
import { bool, bytes, int, nullable, text } from "./traits.ts";

const WRITTEN = {
  ...DESCRIBED,
  continuous_update: bool(true),
  placeholder: text("\u200b"),
  style: style("Text"),
  value: text(""),
};

/** A line of text. */
export class Text extends control("Text", WRITTEN) {}

/** Several lines of text. */
export class Textarea extends control("Textarea", {
  ...WRITTEN,
  rows: nullable(int(0)),
}) {}

const { disabled: _, ...LABELLED } = DESCRIBED;
const SHOWN = { ...LABELLED, placeholder: text("\u200b"), value: text("") };

/** HTML, shown as it is: `escapeHtml()` what is not yours. */
export class HTML extends control("HTML", { ...SHOWN, style: style("HTML") }) {}

/** Text, shown as it is. */
export class Label
  extends control("Label", { ...SHOWN, style: style("Label") }) {}

/** A picture; `value` is the file's bytes, `format` such as `png`. */
export class Image extends control("Image", {
  format: text("png"),
  height: text(""),
  value: bytes(),
  width: text(""),
}) {}
