import { match, strictEqual } from "node:assert/strict";
import { compileCell } from "../../../../kernel/cell/compile_cell.ts";
import { CellScope } from "../../../../kernel/cell/parse/cell_scope.ts";
import { CellSyntaxError } from "../../../../kernel/cell/parse/cell_syntax_error.ts";

/** The message of the cell's syntax error, as a notebook shows it. */
function refusal(source: string): string {
  try {
    compileCell(source, { cell: 1, runtime: "$R", scope: new CellScope() });
  } catch (error) {
    if (error instanceof CellSyntaxError) return error.message;
    throw error;
  }
  throw new Error(`was compiled: ${source}`);
}

const HABITS: Record<string, RegExp> = {
  "%time x = 1": /^Expression expected: %time is a magic .*console\.time\(/,
  "%%html\n<b>hi</b>": /: %%html is a magic .*Deno\.jupyter\.html`/,
  "%load_ext autoreload":
    /: %load_ext is a magic .*, and cells are TypeScript$/,
  "let a = 1;\n%pip install numpy": /: %pip is a magic .*npm:name/,
  "!ls -l .": /: ! before a command is IPython's; .*execa/,
  "!pip install numpy": /: ! before a command is IPython's; .*npm:name/,
  "files = !ls -l .": /: ! before a command is IPython's/,
  "!./run.sh": /: ! before a command is IPython's/,
  "!cat a.txt | head": /: ! before a command is IPython's/,
  "!ls *.csv": /: ! before a command is IPython's/,
  "out = !/bin/ls a": /: ! before a command is IPython's/,
  "#note: it": /: a comment begins with \/\/$/,
  "npm install lodash": /: cells are TypeScript, no terminal; .*npm:name/,
  "$ git status -s": /: cells are TypeScript, no terminal; .*execa/,
  "?console.log": /Shift-Tab/,
  "console.log?": /Shift-Tab/,
  "console.log??": /Shift-Tab/,
  "# a comment": /: a comment begins with \/\/$/,
  "viewof x = slider()": /: viewof is Observable's/,
  "import pandas as pd": /: in TypeScript it is `import \* as pd from/,
  "def f(x):\n  return x": /: this looks like Python/,
  "from math import pi": /: this looks like Python/,
  "for i in range(10):\n  print(i)": /: this looks like Python/,
  "if x == 1:\n  pass": /: this looks like Python/,
  "[i for i in range(3)]": /: this looks like Python/,
  'console.log(f"hi {x}")': /: this looks like Python/,
  'raise ValueError("x")': /: this looks like Python/,
  "try:\n  1": /: this looks like Python/,
  "const a = “b”": /: “ is a quotation mark of print, for which code has "$/,
  "const a = 5 – 3": /: – is a dash of print, for which code has -$/,
};

Deno.test("withSyntaxAdvice() says what a habit of another notebook is here", () => {
  for (const [source, expected] of Object.entries(HABITS)) {
    match(refusal(source), expected, source);
  }
});

Deno.test("withSyntaxAdvice() leaves the errors of TypeScript as they are", () => {
  const errors = {
    "let u = ;": "Expression expected.",
    "const o = { a: 1, ;": "Property assignment expected.",
    "f(a b)": "',' expected.",
    'const it = "don“t" f': "',' expected.",
    "if (a) {\n  for (const b in c) {": "'}' expected.",
    "a ? b": "':' expected.",
    "const { a = 1, b: } = c": "Identifier expected.",
    "lambda.f(a b)": "',' expected.",
    "from(a b)": "',' expected.",
    "ls = git b": "';' expected.",
    "!done && go(a b)": "',' expected.",
    "ok = !failed &&;": "Expression expected.",
    "x = !y ? 1 :;": "Expression expected.",
    "!/a b/.test(x y)": "',' expected.",
    "node && node.f(a b)": "',' expected.",
    "cat > 5 ? a b": "':' expected.",
    "node instanceof A && f(a b)": "',' expected.",
    "const x = a\n  ? b": "':' expected.",
    "class A {\n  #a: number = ;\n}": "Expression expected.",
    "class A {\n  #f<T>(a: T b) {}\n}": "',' expected.",
  };
  for (const [source, expected] of Object.entries(errors)) {
    strictEqual(refusal(source), expected, source);
  }
});
