import { match, ok, throws } from "node:assert/strict";
import { DISPLAY } from "../../../lib/display/mime_bundle.ts";
import { Table } from "../../../lib/display/table.ts";
import type { HBox } from "../../../lib/widgets/boxes.ts";
import type { ToggleButton } from "../../../lib/widgets/buttons.ts";
import { browse } from "../../../lib/widgets/browse.ts";
import type { IntSlider } from "../../../lib/widgets/numbers.ts";
import type { Dropdown } from "../../../lib/widgets/selections.ts";
import type { HTML } from "../../../lib/widgets/texts.ts";

const LONG = new Table(
  ["<b>name", "n"],
  Array.from({ length: 20_000 }, (_, n) => [`row ${n}`, n]),
);

Deno.test("browse() shows a page of a long table, sorted by what is chosen", () => {
  const browser = browse(LONG);
  const [controls, body] = browser.children as [HBox, HTML];
  const [page, column, isDown] = controls.children as unknown as [
    IntSlider,
    Dropdown,
    ToggleButton,
  ];
  match(body.value, /rows 1 to 50 of 20,000/);
  ok(body.value.length < 10_000, `${body.value.length}`);
  page.value = 400;
  match(body.value, /rows 19951 to 20000.*row 19999/s);
  column.value = "n";
  isDown.value = true;
  match(body.value, /rows 1 to 50.*row 19999/s);
  column.value = "<b>name";
  match(body.value, /&lt;b&gt;name.*row 9999/s);
  const bundle = browser[DISPLAY]();
  match(String(bundle["text/html"]), /row 49/);
  browser.close();
});

Deno.test("browse() refuses what is no table", () => {
  throws(() => browse([[1]] as never), /browse\(\) takes a Table, got 1/);
});
