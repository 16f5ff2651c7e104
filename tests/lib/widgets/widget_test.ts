import {
  deepStrictEqual,
  ok,
  rejects,
  strictEqual,
  throws,
} from "node:assert/strict";
import {
  Accordion,
  Button,
  Checkbox,
  Dropdown,
  FloatLogSlider,
  FloatSlider,
  HBox,
  IntSlider,
  jslink,
  link,
  RadioButtons,
  SelectMultiple,
  Tab,
  Text,
  Widget,
  widget,
} from "../../../lib/widgets/mod.ts";

Deno.test("a widget's values are properties, and tell of changes", () => {
  const slider = new IntSlider({ max: 10 });
  const seen: number[] = [];
  const stop = slider.on("change:value", (value) => seen.push(value));
  slider.value = 3;
  slider.value = 3;
  slider.set({ value: 4 });
  stop();
  slider.value = 5;
  deepStrictEqual(seen, [3, 4]);
  strictEqual(slider.value, 5);
});

Deno.test("values by place and events that there are none of are refused with what to write", () => {
  const refused = (make: () => unknown, message: string) =>
    throws(make, { name: "TypeError", message });
  refused(
    () => new HBox([new IntSlider()] as never),
    "HBox takes its values by name, as in new HBox({ children: ... })",
  );
  refused(
    () => new Dropdown(["a"] as never),
    "Dropdown takes its values by name, as in new Dropdown({ options: ... })",
  );
  refused(
    () => new Button({}).on("clik" as never, () => {}),
    "Button has no event clik; did you mean click? It has change:NAME, click, msg, close",
  );
  refused(
    () => new IntSlider().on("value" as never, () => {}),
    "IntSlider has no event value; did you mean change:value? It has change:NAME, msg, close",
  );
});

Deno.test("each listener is called, though one before it throws", () => {
  const slider = new IntSlider();
  const seen: number[] = [];
  slider.on("change:value", () => {
    throw new RangeError("too large");
  });
  slider.on("change:value", (value) => seen.push(value));
  throws(() => slider.value = 3, RangeError);
  deepStrictEqual(seen, [3]);
});

Deno.test("who listens after one that changes the value is told of the new one", () => {
  const slider = new IntSlider();
  const seen: number[] = [];
  slider.on("change:value", (value) => slider.value = Math.max(value, 5));
  slider.on("change:value", (value) => seen.push(value));
  slider.value = 3;
  deepStrictEqual(seen, [5]);
});

Deno.test("a slider holds its value between its bounds", () => {
  strictEqual(new IntSlider({ min: 5 }).value, 5);
  const slider = new FloatSlider({ min: 0, max: 1, value: 7 });
  strictEqual(slider.value, 1);
  slider.max = 0.5;
  strictEqual(slider.value, 0.5);
  throws(() => slider.min = 2, RangeError);
  strictEqual(slider.min, 0);
  const powers = new FloatLogSlider({ min: -4, max: -1, value: 1 });
  strictEqual(powers.value, 0.1);
});

Deno.test("a widget refuses names and values that it does not have", () => {
  const wrong = { vale: 3 } as object;
  throws(() => new IntSlider(wrong), /no vale; did you mean value\?/);
  throws(() => new IntSlider({ value: 0.5 }), /value must be a whole number/);
  throws(() => new Text({ value: 3 as never }), /value must be a string/);
  throws(() => new HBox({ children: [3 as never] }), /children\[0\]/);
  throws(() => new Checkbox().on("click", () => {}), /no event click/);
  throws(() => new Checkbox().on("change:valeu" as never, () => {}), TypeError);
});

Deno.test("a widget refuses to be given a property that it does not have", () => {
  const set = (target: object, name: string) => () => {
    (target as Record<string, unknown>)[name] = 3;
  };
  const slider = new IntSlider();
  throws(set(slider, "vlaue"), /no vlaue; did you mean value\?/);
  throws(set(slider.layout, "widht"), /no widht; did you mean width\?/);
  throws(set(slider.style, "handle_colour"), /did you mean handle_color\?/);
  throws(set(new HBox(), "childern"), /did you mean children\?/);
  throws(set(new Dropdown({ options: ["a"] }), "option"), /mean options\?/);
  const esm = "export default { render() {} }";
  const counter = widget({ state: { count: 0 }, esm });
  throws(set(counter, "cuont"), /no cuont; did you mean count\?/);
  set(counter, "count")();
  strictEqual(counter.count, 3);
  ok(slider instanceof Widget && slider instanceof Object);
});

Deno.test("a class of one's own keeps what it likes in its widgets", () => {
  class Named extends IntSlider {
    field = 1;
    // deno-lint-ignore no-explicit-any -- as JavaScript has it
    [more: string]: any;
    constructor() {
      super({ value: 2 });
      this.given = 3;
    }
  }
  const { field, given, value } = new Named();
  deepStrictEqual([field, given, value], [1, 3, 2]);
});

Deno.test("a widget refuses what its front end could not show", () => {
  throws(() => new IntSlider().on("change:value", null as never), TypeError);
  throws(() => new FloatSlider({ max: Infinity }), /must be a finite number/);
  throws(() => new IntSlider({ step: 0 }), /step must be above 0, got 0/);
  const box = new HBox();
  const outer = new HBox({ children: [box] });
  throws(() => box.children = [outer], /A box can't lie in itself/);
  throws(
    () => new Tab({ children: [box], selected_index: 1 }),
    /There is no page 1 of 1/,
  );
});

Deno.test("a tab whose open page goes opens its first, and an accordion none", () => {
  const children = [new Text(), new Text()];
  const tab = new Tab({ children, selected_index: 1 });
  tab.children = children.slice(0, 1);
  strictEqual(tab.selected_index, 0);
  const accordion = new Accordion({ children, selected_index: 1 });
  accordion.children = children.slice(0, 1);
  strictEqual(accordion.selected_index, null);
});

Deno.test("a layout's border is that of all sides", () => {
  const { layout } = new Text({ layout: { border: "1px solid" } });
  strictEqual(layout.border_left, "1px solid");
  layout.border_left = null;
  strictEqual(layout.border, null);
});

Deno.test("a choice keeps options, index and value in step", () => {
  const dropdown = new Dropdown({ options: ["a", "b"] });
  strictEqual(dropdown.value, "a");
  dropdown.value = "b";
  strictEqual(dropdown.index, 1);
  dropdown.options = ["c", "b"];
  strictEqual(dropdown.value, "b");
  dropdown.options = ["x"];
  strictEqual(dropdown.value, "x");
  throws(() => dropdown.value = "no", /no is none of the options x/);
  strictEqual(dropdown.value, "x");
});

Deno.test("a choice gives values of any kind by label", () => {
  const radio = new RadioButtons({ options: { half: 0.5, none: 0 }, value: 0 });
  strictEqual(radio.index, 1);
  radio.index = 0;
  strictEqual(radio.value, 0.5);
  const several = new SelectMultiple({
    options: new Map([["1", 1], ["2", 2]]),
  });
  several.value = [2];
  deepStrictEqual(several.index, [1]);
});

Deno.test("a choice takes pairs of label and value, and refuses what is none", () => {
  const dropdown = new Dropdown({ options: [["one", 1], ["two", 2]] });
  strictEqual(dropdown.value, 1);
  strictEqual(
    dropdown.wireState()._options_labels?.toString(),
    "one,two",
  );
  const objects = new Dropdown({ options: [{ a: 1 }] });
  strictEqual(String(objects.wireState()._options_labels), "{ a: 1 }");
  throws(() => new Dropdown({ options: "abc" as never }), /options must be/);
  throws(
    () => new Dropdown({ options: ["a", "b"], value: "a", index: 1 }),
    /value a is not the option at index 1/,
  );
  throws(
    () => new SelectMultiple({ options: ["a"], value: "a" as never }),
    /value must be an array/,
  );
});

Deno.test("link() keeps two values equal until it is undone", () => {
  const [a, b] = [new IntSlider({ value: 3 }), new IntSlider()];
  const undo = link([a, "value"], [b, "value"]);
  strictEqual(b.value, 3);
  b.value = 5;
  strictEqual(a.value, 5);
  undo();
  a.value = 1;
  strictEqual(b.value, 5);
  throws(() => jslink([a, "vale"], [b, "value"]), /did you mean value/);
});

Deno.test("link() follows a value that is held within bounds", () => {
  const [a, b] = [new IntSlider({ value: 50 }), new IntSlider({ max: 10 })];
  link([a, "value"], [b, "value"]);
  strictEqual(a.value, 10);
  a.value = 60;
  strictEqual(a.value, 10);
  throws(() => link([a, "value"], [{} as never, "value"]), /target must be/);
});

Deno.test("a button calls who listens, and a tab opens its first page", async () => {
  const button = new Button({ description: "Stop" });
  let clicks = 0;
  button.on("click", () => clicks++);
  await button.click();
  strictEqual(clicks, 1);
  strictEqual(new Tab({ children: [button] }).selected_index, 0);
});

Deno.test("for await gives the newest value, until the widget is closed", async () => {
  const slider = new IntSlider();
  const seen: number[] = [];
  const done = (async () => {
    for await (const value of slider) seen.push(value);
  })();
  slider.value = 1;
  slider.value = 2;
  await new Promise((resolve) => setTimeout(resolve));
  slider.value = 3;
  await new Promise((resolve) => setTimeout(resolve));
  slider.close();
  await done;
  deepStrictEqual(seen, [2, 3]);
});

Deno.test("widget() makes each value of its state a property", () => {
  const counter = widget({ state: { count: 1 }, render() {} });
  counter.count = 2;
  strictEqual(counter.get("count"), 2);
  throws(() => counter.count = (() => {}) as never, /JSON or bytes/);
});

Deno.test("widget() sends a function as the module that anywidget loads", async () => {
  for (
    const render of [
      { render: ({ el }: { el: { a: number } }) => el.a = 1 }.render,
      {
        render({ el }: { el: { a: number } }) {
          el.a = 1;
        },
      }.render,
      function ({ el }: { el: { a: number } }) {
        el.a = 1;
      },
    ]
  ) {
    const { _esm } = widget({ render }).wireState();
    const module = await import(
      `data:text/javascript,${encodeURIComponent(_esm as string)}`
    );
    const el = { a: 0 };
    await module.default.render({ el });
    strictEqual(el.a, 1);
  }
});

Deno.test("what an anywidget's render() throws is seen in its place", async () => {
  const { _esm } = widget({
    render() {
      throw new RangeError("no such thing");
    },
  }).wireState();
  const module = await import(
    `data:text/javascript,${encodeURIComponent(_esm as string)}`
  );
  const shown: string[] = [];
  const el = { append: (text: string) => shown.push(text) };
  await rejects(() => module.default.render({ el }), RangeError);
  deepStrictEqual(shown, [" render() failed: RangeError: no such thing"]);
});

Deno.test("widget() refuses what would go wrong in the page", () => {
  throws(() => widget({}), /either render or esm/);
  throws(() => widget({ render() {}, esm: "x" }), /either render or esm/);
  throws(
    () => widget({ esm: "counter.jsx" }),
    /a file \(\.js, \.mjs\), got "counter.jsx"/,
  );
  throws(
    () => widget({ render() {}, stat: {} } as never),
    /did you mean state/,
  );
  throws(() => widget({ state: { layout: 1 }, render() {} }), /name layout/);
  throws(() => widget({ state: { id: 1 }, render() {} }), /name id/);
  const itself: Record<string, unknown> = {};
  itself.inner = itself;
  for (const value of [itself, new Map(), new Date()]) {
    throws(() => widget({ state: { value }, render() {} }), /JSON or bytes/);
  }
});

Deno.test("a widget is shown as text where front ends have no widgets", () => {
  strictEqual(
    String(new IntSlider({ value: 3, description: "n" })),
    'IntSlider(description: "n", value: 3)',
  );
});

Deno.test("a box is shown as the text of what it holds", () => {
  const children = [new IntSlider({ value: 3 }), new Text({ value: "a" })];
  strictEqual(
    String(new HBox({ children })),
    'HBox(children: [IntSlider(value: 3), Text(value: "a")])',
  );
});
