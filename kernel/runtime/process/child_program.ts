/**
 * The program of the child, built from `kernel/child/` and what it imports of
 * `kernel/bridge/` to one text without import statements.
 *
 * It goes to `deno run -` by standard input, so that Deno resolves the imports
 * of cells as those of a file in the notebook's folder, whatever configuration
 * is there. A program with imports would be a door: the user's import map can
 * turn each of them, and Deno loads an entry's static imports without asking
 * for permissions.
 *
 * The sources keep to a few forms of `import` and `export`, so that a bundler
 * of a page will do; what is of another form is refused.
 *
 * @module
 */

import { stripTypeScriptTypes } from "node:module";

/** `import a, { b, c as d } from "e";`, over any number of lines. */
const IMPORT =
  /^import\s+(?:(\w+)\s*)?,?\s*(?:\{([^}]*)\}\s*)?from\s+"([^"]+)";$/gm;
/** `export function a`, `export class a`, `export const a`. */
const EXPORT = /^export ((?:async )?function\*? |class |const )(\w+)/gm;
/** `export const { a, b } = …;` */
const EXPORT_NAMES = /^export (const \{([^}]*)\} =)/gm;
const OTHER = /^(?:import|export)\b.*$/m;

/** What an imported name becomes: the builtin, or the other module's object. */
type Target = (specifier: string) => string;

/** @param entry URL of `kernel/child/main.ts`. */
export function childProgram(entry: URL): string {
  const names = new Map<string, string>();
  const parts = ["const builtin = process.getBuiltinModule;\n"];
  const add = (url: URL): string => {
    const known = names.get(url.href);
    if (known === "") throw new Error(`A circle of imports at ${url}`);
    if (known) return known;
    names.set(url.href, "");
    const text = linked(
      url,
      (specifier) =>
        specifier.startsWith("node:")
          ? `builtin("${specifier}")`
          : add(new URL(specifier, url)),
    );
    const name = `module${names.size - 1}_${parts.length}`;
    parts.push(`const ${name} = (() => {${text}})();\n`);
    names.set(url.href, name);
    return name;
  };
  add(entry);
  return parts.join("");
}

/**
 * The same; of sources that can't be built, a program that says why. The child
 * prints it and ends, where without a program it would wait for ever.
 */
export function childProgramOrError(entry: URL): string {
  try {
    return childProgram(entry);
  } catch (error) {
    return `throw new SyntaxError(${JSON.stringify((error as Error).message)})`;
  }
}

function withoutTypes(url: URL): string {
  try {
    return stripTypeScriptTypes(Deno.readTextFileSync(url));
  } catch (error) {
    throw new SyntaxError(`${url}: ${(error as Error).message}`);
  }
}

/** The body of a function that gives what the module exports. */
function linked(url: URL, target: Target): string {
  const source = withoutTypes(url);
  const exported: string[] = [];
  const text = source
    .replace(IMPORT, (_, whole, parts, specifier) => {
      const names = list(parts);
      if (!whole && names.length === 0) return "";
      const from = target(specifier);
      const bound = names.map((name) => name.replace(/\s+as\s+/, ": "));
      return (whole ? `const ${whole} = ${from};` : "") +
        (bound.length > 0 ? `const { ${bound.join()} } = ${from};` : "");
    })
    .replace(EXPORT_NAMES, (_, statement, names) => {
      exported.push(...list(names));
      return statement;
    })
    .replace(EXPORT, (_, kind, name) => {
      exported.push(name);
      return kind + name;
    });
  const other = OTHER.exec(text);
  if (other) throw new Error(`${url}: not understood: ${other[0]}`);
  return `${text}\nreturn { ${exported.join()} };\n`;
}

function list(names = ""): string[] {
  return names.split(",").map((name) => name.trim()).filter(Boolean);
}
