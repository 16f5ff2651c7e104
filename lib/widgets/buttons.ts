/**
 * What is clicked.
 *
 * @module
 */

import { control, DESCRIBED } from "./control.ts";
import { style } from "./style.ts";
import { bool, oneOf, text } from "./traits.ts";

const LOOKS = ["primary", "success", "info", "warning", "danger", ""] as const;

const { description, disabled } = DESCRIBED;

/** A button; `on("click", …)`. */
export class Button extends control("Button", {
  button_style: oneOf(LOOKS, ""),
  description,
  disabled,
  icon: text(""),
  style: style("Button"),
}) {
  /** As if a person had clicked. */
  click(): Promise<unknown> {
    return this.emit("click");
  }

  protected override get events(): string[] {
    return ["click", ...super.events];
  }

  protected override takeMessage(
    content: Record<string, unknown>,
    buffers: Uint8Array[],
  ): unknown {
    if (content.event === "click") return this.click();
    return super.takeMessage(content, buffers);
  }
}

/** A button that stays pressed while `value` is true. */
export class ToggleButton extends control("ToggleButton", {
  button_style: oneOf(LOOKS, ""),
  ...DESCRIBED,
  icon: text(""),
  style: style("ToggleButton"),
  value: bool(false),
}) {}

/** A box to tick. */
export class Checkbox extends control("Checkbox", {
  ...DESCRIBED,
  indent: bool(true),
  style: style("Checkbox"),
  value: bool(false),
}) {}
