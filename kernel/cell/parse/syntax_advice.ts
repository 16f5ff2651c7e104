/**
 * What to write in place of what is no TypeScript, but a habit from another
 * notebook: IPython's magics and shell lines, Python itself, Observable's
 * `viewof`, quotation marks of a word processor.
 *
 * @module
 */

const SHELL = '`import { $ } from "npm:execa@9"` and (await $`ls -l`).stdout ' +
  "run commands";
const PACKAGES =
  'a package needs no installation: `import name from "npm:name"`';

/** What does here what a magic does in IPython, by the magic's name. */
const MAGICS: Record<string, string> = {
  bash: SHELL,
  capture: "Deno.jupyter.capture(work, take) takes what is shown",
  cd: 'Deno.chdir("folder") goes to a folder',
  conda: PACKAGES,
  env: 'Deno.env.get("NAME") and Deno.env.set("NAME", "value") are what to use',
  html: "Deno.jupyter.html`<b>text</b>` shows HTML",
  javascript: "the cell itself is JavaScript or TypeScript",
  js: "the cell itself is JavaScript or TypeScript",
  latex:
    'Deno.jupyter.display({ "text/latex": "$x^2$" }, { raw: true }) shows it',
  ls: 'Deno.readDirSync(".") lists a folder',
  markdown: "Deno.jupyter.md`# Heading` shows Markdown",
  matplotlib: "figures are shown without it",
  pip: PACKAGES,
  pwd: "Deno.cwd() says which folder it is",
  run: 'await import("./file.ts") runs a file',
  sh: SHELL,
  svg: "Deno.jupyter.svg`<svg></svg>` shows a picture",
  time: 'console.time("name") and console.timeEnd("name") measure',
  timeit: 'console.time("name") and console.timeEnd("name") measure',
  writefile: 'Deno.writeTextFileSync("file", text) writes a file',
};

/** After a program's name: `node && a` and `cat as Cat` are code. */
const ARGUMENT =
  /\s+(?![=(.,;:?)[&|<>+%^]|(?:as|in|instanceof|satisfies)\b)\S/.source;
/** Programs that a line of a terminal begins with. */
const PROGRAM = new RegExp(
  "^(?:[$>] ?)?(?:npm|npx|yarn|pnpm|pip3?|conda|deno|node|python3?|git|ls|cd|" +
    "cat|echo|mkdir|rm|cp|mv|curl|wget|sudo|apt|brew)" + ARGUMENT,
);
/** `!ls -l .`, `files = !ls -l .` and `!./run.sh`, but not `!done && go()`. */
const SHELL_LINE = new RegExp(
  `^(?:[\\w$]+\\s*=\\s*)?!\\s*(?:[.~]+/|(?:\\w|/[\\w.-]+/)[\\w./~-]*${ARGUMENT})`,
);
const INSTALLS = /\b(?:install|add|i)\s+\S/;

const PYTHON = [
  /^(?:async\s+)?def\s+\w+\s*\(/,
  /^(?:if|elif|while|for|with|except|class)\b[^{]*:\s*(?:#.*)?$/,
  /^(?:try|else|finally)\s*:/,
  /^from\s+[\w.]+\s+import\b/,
  /^(?:raise|del|nonlocal|pass|assert|lambda)\b(?!\s*[=(.:])/,
  /\bfor\s+\w+(?:\s*,\s*\w+)*\s+in\s+.*[\])]/,
  /\b[fru]"[^"]*"/,
  /\b[fru]'[^']*'/,
  /^>>> /,
];

/** What stands for what was typed, by a word processor or a web page. */
const TYPOGRAPHY: [characters: RegExp, advice: string][] = [
  [/[“”„‟«»]/, 'is a quotation mark of print, for which code has "'],
  [/[‘’‚‛´]/, "is a quotation mark of print, for which code has '"],
  [/[‐‑‒–—−]/, "is a dash of print, for which code has -"],
  [/×/, "is a sign of print, for which code has *"],
  [/÷/, "is a sign of print, for which code has /"],
  [/[≤≥≠]/, "is a sign of print, for which code has <=, >= and !=="],
];

/**
 * The message of a syntax error and, where the line is of another language
 * that people type into notebooks, what to write instead.
 *
 * @param offset Where in `text` the error is.
 */
export function withSyntaxAdvice(
  message: string,
  text: string,
  offset: number,
): string {
  const line = lineAt(text, offset);
  const advice = printed(text, offset) ??
    (isCode(line, text, offset) ? undefined : adviceFor(line));
  return advice === undefined ? message : `${sentence(message)}: ${advice}`;
}

/** Whether a line that looks like a habit is TypeScript with a slip in it. */
function isCode(line: string, text: string, offset: number): boolean {
  // It goes on with `? b`, and the error is in what follows.
  if (line.startsWith("?")) return text[offset] !== "?";
  // `#a: string` is a private member.
  return /^#[\w$]+\s*[:?!<]/.test(line) &&
    /\bclass\b/.test(text.slice(0, offset));
}

/** TypeScript ends some of its messages with a full stop. */
function sentence(message: string): string {
  return message.replace(/\.$/, "");
}

function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", start);
  return text.slice(start, end < 0 ? undefined : end).trim();
}

function printed(text: string, offset: number): string | undefined {
  const found = String.fromCodePoint(text.codePointAt(offset) ?? 0);
  const [, advice] = TYPOGRAPHY.find(([it]) => it.test(found)) ?? [];
  return advice && `${found} ${advice}`;
}

function adviceFor(line: string): string | undefined {
  const [magic, name] = /^%%?([a-z_]\w*)/.exec(line) ?? [];
  if (name !== undefined) {
    const instead = Object.hasOwn(MAGICS, name) ? `; ${MAGICS[name]}` : "";
    return `${magic} is a magic of IPython's, and cells are TypeScript${instead}`;
  }
  if (SHELL_LINE.test(line)) {
    return `! before a command is IPython's; ${
      INSTALLS.test(line) ? PACKAGES : SHELL
    }`;
  }
  if (PROGRAM.test(line)) {
    return `cells are TypeScript, no terminal; ${
      INSTALLS.test(line) ? PACKAGES : SHELL
    }`;
  }
  if (/^\?{1,2}\s*[\w$.]+$|^[\w$.]+\s*\?{1,2}$/.test(line)) {
    return "? for help is IPython's; Shift-Tab on a name says what it is";
  }
  if (/^#(?![\w$]+\s*(?:in\b|[=;(]))/.test(line)) {
    return "a comment begins with //";
  }
  const [, view] = /^(viewof|mutable)\s+[\w$]+\s*=/.exec(line) ?? [];
  if (view) {
    return `${view} is Observable's; thaw's widgets, as IntSlider, are the ` +
      "controls here, and a variable is declared by let";
  }
  const [, alias] = /^import\s+[\w.]+\s+as\s+(\w+)/.exec(line) ?? [];
  if (alias) {
    return `in TypeScript it is \`import * as ${alias} from "npm:package"\``;
  }
  if (PYTHON.some((pattern) => pattern.test(line))) {
    return "this looks like Python, and cells are TypeScript";
  }
}
