import {
  deepStrictEqual,
  match,
  strictEqual,
  throws,
} from "node:assert/strict";
import { BadInputError } from "../../../kernel/notebook/bad_input_error.ts";
import { parseNotebook } from "../../../kernel/notebook/notebook.ts";
import type { ParameterValue } from "../../../kernel/run/parameter_values.ts";
import {
  injectParameters,
  type Parameters,
} from "../../../kernel/run/parameters.ts";

type Source = [source: string, ...tags: string[]];

function notebook(...cells: Source[]) {
  return parseNotebook(JSON.stringify({
    nbformat: 4,
    cells: cells.map(([source, ...tags]) => ({
      cell_type: "code",
      source,
      metadata: { tags },
    })),
  }));
}

function texts(...settings: [string, string][]): Parameters {
  return { texts: new Map(settings), values: new Map() };
}

/** What the defaults and one setting make, without the comment. */
function injected(defaults: string, setting: string, language = "typescript") {
  const it = notebook([defaults, "parameters"]);
  const [, name, value] = /^([^=]*)=(.*)$/s.exec(setting)!;
  injectParameters(it, texts([name, value]), language);
  return it.cells[1].source.split("\n").slice(1).join("\n");
}

const values = texts(["epochs", "2"], ["name", 'a "b"']);
const cell =
  '// Set on the command line\nlet epochs = 2;\nlet name = "a \\"b\\"";';

Deno.test("injectParameters() adds a cell after the defaults", () => {
  const it = notebook(["a"], ["epochs = 5; name = ''", "parameters"], ["b"]);
  injectParameters(it, values, "typescript");
  deepStrictEqual(
    it.cells.map((cell) => cell.source),
    ["a", "epochs = 5; name = ''", cell, "b"],
  );
});

Deno.test("injectParameters() replaces what an earlier run injected", () => {
  const defaults = "let epochs = 1, name = ''";
  const it = notebook([defaults, "parameters"], ["b"]);
  injectParameters(it, texts(["epochs", "1"]), "typescript");
  const { id } = it.cells[1];
  injectParameters(it, values, "typescript");
  deepStrictEqual(it.cells.map((cell) => cell.source), [defaults, cell, "b"]);
  strictEqual(it.cells[1].id, id);

  injectParameters(it, texts(), "typescript");
  deepStrictEqual(it.cells.map((cell) => cell.source), [defaults, "b"]);
});

Deno.test("injectParameters() throws if there is nowhere to put them", () => {
  throws(
    () => injectParameters(notebook(["a"]), values, "typescript"),
    BadInputError,
  );
});

Deno.test("injectParameters() takes the first of several cells, and no text", () => {
  const it = notebook(
    ["let a = 1", "parameters"],
    ["let b = 2; a", "parameters"],
  );
  it.cells.unshift({
    id: "m",
    cell_type: "markdown",
    source: "# Parameters",
    metadata: { tags: ["parameters"] },
  });
  injectParameters(it, texts(["a", "5"]), "typescript");
  deepStrictEqual(it.cells.map(({ source }) => source), [
    "# Parameters",
    "let a = 1",
    "// Set on the command line\nlet a = 5;",
    "let b = 2; a",
  ]);
  throws(
    () => injectParameters(it, texts(["b", "5"]), "typescript"),
    /the first of the 2 cells tagged `parameters` sets no b/,
  );
  const twice = notebook(
    ["let a = 1", "parameters"],
    ["let a = 2", "parameters"],
  );
  throws(
    () => injectParameters(twice, texts(["a", "5"]), "typescript"),
    /two cells tagged `parameters` set a; the second would undo --set/,
  );
});

Deno.test("injectParameters() takes values of the defaults' types", () => {
  for (
    const [defaults, setting, line] of [
      ["let n = 1;", "n=2", "let n = 2;"],
      ["const n = -1.5;", "n=-2e3", "let n = -2000;"],
      ["let n = 1;", "n=NaN", "let n = NaN;"],
      ["let n = 1;", "n=-Infinity", "let n = -Infinity;"],
      ["let n = 1n;", "n=9007199254740993", "let n = 9007199254740993n;"],
      ["let n = 1;", "n=.5", "let n = 0.5;"],
      ["let n = 1;", "n=-1.", "let n = -1;"],
      ["let n = 1;", "n=+5", "let n = 5;"],
      ["let n = 1;", "n=0x1F", "let n = 31;"],
      ["let n = 1n;", "n=+5", "let n = 5n;"],
      ["let n = 1;", "n=.nan", "let n = NaN;"],
      ["let n = 1;", "n=-inf", "let n = -Infinity;"],
      // Of a type that is not known, what YAML would take it for.
      ["let n;", "n=.5", "let n = 0.5;"],
      ["let n;", "n=inf", 'let n = "inf";'],
      ["let n;", "n=007", 'let n = "007";'],
      ["let s = '';", "s=.5", 'let s = ".5";'],
      ["let s = '';", "s=2", 'let s = "2";'],
      ["let s = '';", 's="2"', 'let s = "2";'],
      ["let s = `a`;", "s=true", 'let s = "true";'],
      ["let s: string | number = '';", "s=2", "let s = 2;"],
      ["let on = true;", "on=false", "let on = false;"],
      ["let a = [1];", "a=[2, 3]", "let a = [2, 3];"],
      ["let o = {};", 'o={"a": 1}', 'let o = { "a": 1 };'],
      ["let o = {};", 'o={"__proto__": 1}', 'let o = { ["__proto__"]: 1 };'],
      [
        'let size: "quick" | "full" = "quick";',
        "size=full",
        'let size = "full";',
      ],
      ['type S = "a" | "b"; let s: S = "a";', "s=b", 'let s = "b";'],
      ["let x = compute();", "x=1", "let x = 1;"],
      ["let x: Options = {};", "x=abc", 'let x = "abc";'],
      ["let x: number | undefined;", "x=1", "let x = 1;"],
      ["let x: number | null = null;", "x=null", "let x = null;"],
      ["x = 5", "x=1", "let x = 1;"],
      ["const { x = 1 } = options;", "x=2", "let x = 2;"],
      ["let a: (number | string)[] = [];", 'a=[2, "b"]', 'let a = [2, "b"];'],
      ["let a: string[] | number[] = [];", "a=[2]", "let a = [2];"],
      [
        'let t: [number, s: string] = [1, ""];',
        't=[2, "b"]',
        'let t = [2, "b"];',
      ],
      [
        "let t: [number, ...string[]] = [1];",
        't=[2, "b"]',
        'let t = [2, "b"];',
      ],
      [
        "let r: Record<number, 1> = {};",
        'r={"5": 1}',
        'let r = { "5": 1 };',
      ],
      [
        "let r: Record<string, number> = {};",
        'r={"a": 1}',
        'let r = { "a": 1 };',
      ],
      [
        "type O = { n: number; s?: string }; let o: O | null = null;",
        'o={"n": 1}',
        'let o = { "n": 1 };',
      ],
      [
        "let when = new Date();",
        "when=2020-01-31",
        'let when = new Date("2020-01-31T00:00:00.000Z");',
      ],
      [
        "let when: Date | null = null;",
        "when=2020-01-31T12:30+02:00",
        'let when = new Date("2020-01-31T10:30:00.000Z");',
      ],
      [
        "let when = new Date(0);",
        "when=1577836800000",
        'let when = new Date("2020-01-01T00:00:00.000Z");',
      ],
      [
        "let when: Date = x;",
        "when=2020-02-29",
        'let when = new Date("2020-02-29T00:00:00.000Z");',
      ],
      [
        "let when: Date = x;",
        "when=2020-12",
        'let when = new Date("2020-12-01T00:00:00.000Z");',
      ],
      // A variable of the environment is a text.
      ['let s = Deno.env.get("S") ?? "a";', "s=7", 'let s = "7";'],
      ['let s = process.env.S || "a";', "s=true", 'let s = "true";'],
      ['let n = Number(Deno.env.get("N") ?? 5);', "n=7", "let n = 7;"],
      ['let x = settings.x ?? "auto";', "x=7", "let x = 7;"],
      ["let x = 1 + 2;", "x=abc", 'let x = "abc";'],
      ["let when: Date | null = new Date();", "when=null", "let when = null;"],
      [
        'let when: Date | string = "now";',
        "when=today",
        'let when = "today";',
      ],
      // Lists are written as they were given.
      ["let d: Date[] = [];", 'd=["2020"]', 'let d = ["2020"];'],
      ["let s = '';", "s=a\u2028'`${1}", 'let s = "a\u2028\'`${1}";'],
    ]
  ) {
    strictEqual(injected(defaults, setting), line, `${defaults} ${setting}`);
  }
});

Deno.test("injectParameters() refuses what would pass in silence", () => {
  const size = 'let size: "quick" | "full" = "quick"; let epochs = 1;';
  for (
    const [defaults, setting, reason] of [
      [size, "nosuch=1", /sets no nosuch; it sets size, epochs/],
      [size, "Size=quick", /sets no Size \(did you mean size\?\)/],
      [size, "size=ful", /size is "quick" \| "full", not "ful"/],
      [size, "epochs=abc", /epochs is a number, not "abc"/],
      [size, "epochs=", /epochs is a number, not ""/],
      [size, "epochs=[1]", /epochs is a number, not \[1\]/],
      [size, "epochs=1e400", /1e400 is too large/],
      [size, "epochs=9007199254740993", /beyond 2\^53/],
      [size, "class=1", /class: a word of the language/],
      [size, "await=1", /await: a word of the language/],
      ["let on = true;", "on=1", /on is a boolean, not 1/],
      ["let on = true;", "on=yes", /on is a boolean, not "yes"/],
      ["let a = [];", "a=1", /a is an array, not 1$/],
      [
        "let a = [];",
        "a=['b']",
        /a is an array, not "\['b'\]"; JSON such as \["a", 1\] is$/,
      ],
      [size, "epochs=0x20000000000001", /beyond 2\^53/],
      [size, "epochs=007", /epochs is a number, not "007"/],
      ["let x: 1 | 2 = 1;", "x=3", /x is 1 \| 2, not 3/],
      ["let a: number[] = [];", 'a=[1, "b"]', /a is number\[\], not \[1,"b"\]/],
      ["let a: Array<1 | 2> = [];", "a=[3]", /not \[3\]/],
      ['let t: [number, string] = [1, "a"];', 't=["b", 2]', /not \["b",2\]/],
      ['let t: [number, string] = [1, "a"];', "t=[2]", /not \[2\]/],
      [
        "let r: Record<string, number> = {};",
        'r={"a": "x"}',
        /not \{"a":"x"\}/,
      ],
      ['let r: Record<"a" | "b", 1> = x;', 'r={"c": 1}', /not \{"c":1\}/],
      ["let r: { [k: string]: number } = {};", 'r={"a": ""}', /not \{"a":""\}/],
      ["let o: { n: number } = { n: 1 };", 'o={"n": "b"}', /not \{"n":"b"\}/],
      ["let o: { n: number } = { n: 1 };", 'o={"m": 1}', /not \{"m":1\}/],
      ["let o: { n?: { m: 1 } } = {};", 'o={"n": {}}', /not \{"n":\{\}\}/],
      [
        "let when = new Date();",
        "when=abc",
        /when is a date, not "abc"; 2020-01-31 and 2020-01-31T12:00Z are$/,
      ],
      [
        "let when: Date = x;",
        "when=2020-13-01",
        /when is Date, not "2020-13-01"/,
      ],
      [
        "let when: Date = x;",
        "when=2020",
        /when is Date, not 2020; 2020-01-31/,
      ],
      ["let when: Date = x;", "when=2019-02-29", /not "2019-02-29"/],
      [
        'let n = Number(Deno.env.get("N"));',
        "n=two",
        /n is a number, not "two"/,
      ],
      ["let when: Date = x;", "when=true", /when is Date, not true/],
      ["// nothing", "x=1", /it sets nothing/],
    ] as [string, string, RegExp][]
  ) {
    throws(() => injected(defaults, setting), (error: Error) => {
      match(error.message, reason);
      return error instanceof BadInputError;
    }, setting);
  }
});

Deno.test("injectParameters() writes Python into Python notebooks, as papermill", () => {
  const defaults =
    "alpha = 0.1  # rate\nname: str = 'a'\nflag = True\nitems = []\nfree = None";
  for (
    const [setting, line] of [
      ["alpha=2", "alpha = 2"],
      ["name=2", 'name = "2"'],
      ["flag=false", "flag = False"],
      ['items=[null, {"a": true}]', 'items = [None, {"a": True}]'],
      ["alpha=NaN", 'alpha = float("NaN")'],
      // As Python writes them, and papermill's -p takes them.
      ["flag=False", "flag = False"],
      ["free=None", "free = None"],
      ["free=True", "free = True"],
      ["name=None", 'name = "None"'],
    ]
  ) strictEqual(injected(defaults, setting, "python"), line);
  const it = notebook([defaults, "parameters"]);
  injectParameters(it, texts(["alpha", "1"]), "python");
  match(it.cells[1].source, /^# Parameters\n/);
  throws(() => injected(defaults, "beta=1", "python"), BadInputError);
  throws(() => injected(defaults, "flag=1", "python"), BadInputError);
  throws(() => injected(defaults, "alpha=1", "Scala"), /not Scala/);
});

Deno.test("injectParameters() takes YAML's older words for a boolean, as papermill", () => {
  const values = new Map<string, ParameterValue>([["flag", "yes"], [
    "s",
    "no",
  ]]);
  const it = notebook(["flag = False\ns = ''", "parameters"]);
  injectParameters(it, { texts: new Map(), values }, "python");
  strictEqual(it.cells[1].source, '# Parameters\nflag = True\ns = "no"');
});

Deno.test("injectParameters() writes R, Julia and bash, as papermill", () => {
  const values = new Map<string, ParameterValue>([
    ["n", 2],
    ["on", true],
    ["name", 'a "$b"'],
    ["rest", { a: [1, null, Infinity] }],
  ]);
  const written = (defaults: string, language: string) => {
    const it = notebook([defaults, "parameters"]);
    injectParameters(it, { texts: new Map(), values }, language);
    return it.cells[1].source;
  };
  strictEqual(
    written("n <- 1\non = FALSE\nname <- 'x'\nrest <- NULL", "R"),
    `# Parameters\nn = 2\non = TRUE\nname = "a \\"$b\\""\n` +
      `rest = list("a" = list(1, NULL, Inf))`,
  );
  strictEqual(
    written('n::Int = 1\non = false\nname = ""\nrest = Dict()', "julia"),
    `# Parameters\nn = 2\non = true\nname = "a \\"\\$b\\""\n` +
      `rest = Dict("a" => [1, nothing, Inf])`,
  );
  strictEqual(injected("n=1\nexport name=x", "n=1.10", "bash"), "n=1.10");
  strictEqual(injected("name=x", "name=it's $x", "bash"), "name='it'\\''s $x'");
  strictEqual(injected("name=x", "name=[1]", "bash"), "name='[1]'");
  throws(() => written("n=1\non=\nname=\nrest=", "bash"), /rest is a text/);
  throws(() => injected("n <- 1", "n=two", "R"), /n is number, not "two"/);
  throws(() => injected("m <- 1", "n=1", "R"), /sets no n .*it sets m/);
  throws(() => injected("n = 1", "n=1", "scala"), /Julia and bash, not scala/);
  // A word of TypeScript's, not of Python's.
  strictEqual(injected("new = 1", "new=2", "python"), "new = 2");
});

Deno.test("injectParameters() makes a date of a file's text, too", () => {
  const it = notebook(["let when = new Date(); let s = ''", "parameters"]);
  const values = new Map<string, ParameterValue>([
    ["when", "2020-01-31"],
    ["s", "2020-01-31"],
  ]);
  injectParameters(it, { texts: new Map(), values }, "typescript");
  match(
    it.cells[1].source,
    /let when = new Date\("2020-01-31T00:00:00.000Z"\);\nlet s = "2020-01-31";$/,
  );
});

Deno.test("injectParameters() checks values of a file, too; --set goes before", () => {
  const it = notebook(["let n = 1; let s = ''", "parameters"]);
  const file: [string, ParameterValue][] = [["n", 2], ["s", "x"]];
  const both = { texts: new Map([["n", "3"]]), values: new Map(file) };
  injectParameters(it, both, "typescript");
  match(it.cells[1].source, /let n = 3;\nlet s = "x";$/);
  const wrong = {
    texts: new Map<string, string>(),
    values: new Map<string, ParameterValue>([["s", 5]]),
  };
  throws(
    () => injectParameters(it, wrong, "typescript"),
    /s is a string, not 5/,
  );
});
