import {
  deepStrictEqual,
  match,
  ok,
  strictEqual,
  throws,
} from "node:assert/strict";
import { DISPLAY } from "../../../lib/display/mime_bundle.ts";
import { Table } from "../../../lib/display/table.ts";
import type { HBox } from "../../../lib/widgets/boxes.ts";
import type { ToggleButton } from "../../../lib/widgets/buttons.ts";
import { browse } from "../../../lib/widgets/browse.ts";
import type { IntSlider } from "../../../lib/widgets/numbers.ts";
import type { Dropdown } from "../../../lib/widgets/selections.ts";
import type { Text } from "../../../lib/widgets/texts.ts";
import type { Output } from "../../../lib/widgets/output.ts";

const LONG = new Table(
  ["<b>name", "n"],
  Array.from({ length: 20_000 }, (_, n) => [`row ${n}`, n]),
);

Deno.test("browse() shows a page of a long table, sorted and searched", () => {
  const browser = browse(LONG);
  const [controls, body] = browser.children as [HBox, Output];
  const [page, column, isDown, sought] = controls.children as unknown as [
    IntSlider,
    Dropdown,
    ToggleButton,
    Text,
  ];
  const shown = () =>
    (body.outputs[0].data as Record<string, string>)["text/html"];
  match(shown(), /rows 1 to 50 of 20,000/);
  ok(shown().length < 10_000, `${shown().length}`);
  page.value = 400;
  match(shown(), /rows 19,951 to 20,000.*row 19999/s);
  column.value = "n";
  isDown.value = true;
  match(shown(), /rows 1 to 50.*row 19999/s);
  column.value = "<b>name";
  match(shown(), /&lt;b&gt;name.*row 9999/s);

  page.value = 7;
  sought.value = " ROW 19777";
  match(shown(), /rows 1 to 1 of 1.*row 19777/s);
  deepStrictEqual([page.value, page.max], [1, 1]);
  sought.value = "no such";
  match(shown(), /no rows/);
  sought.value = "";
  match(shown(), /rows 1 to 50 of 20,000/);
  strictEqual(page.max, 400);
  const bundle = browser[DISPLAY]();
  match(String(bundle["text/html"]), /row 49/);
  browser.close();
});

Deno.test("browse() refuses what is no table", () => {
  throws(() => browse([[1]] as never), /browse\(\) takes a Table, got 1/);
});
