import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { expressionAt } from "../../../kernel/cell/mod.ts";
import { pathCandidates } from "../../../kernel/handlers/path_candidates.ts";
import type { LanguageService } from "../../../kernel/language/language_service.ts";
import type { Interpreter } from "../../../kernel/runtime/interpreter.ts";

const interpreter = {
  paths: () => ["people.csv", "it's.txt", "pets/"],
} as unknown as Interpreter;

/** A language service that knows the parameter around the cursor. */
function knowing(parameter: string): LanguageService {
  const label = `f(${parameter})`;
  const at: [number, number] = [2, label.length - 1];
  const signatures = [{ label, parameters: [{ label: at }] }];
  const signatureHelp = () =>
    Promise.resolve(parameter === "" ? undefined : { signatures });
  return { signatureHelp } as unknown as LanguageService;
}

async function offered(marked: string, parameter = ""): Promise<string[]> {
  const cursor = marked.indexOf("|");
  const code = marked.replace("|", "");
  const at = expressionAt(code, cursor)!;
  const language = knowing(parameter);
  const found = await pathCandidates(at, code, cursor, interpreter, language);
  return found.map(({ name }) => name);
}

const ALL = ["people.csv", "it's.txt", "pets/"];

Deno.test("pathCandidates() offers files in texts that begin as paths do", async () => {
  for (const code of ["f('./|')", 'f("../|', "const a = '/|'", "f(`./|`)"]) {
    const found = await offered(code);
    deepStrictEqual(found.length, 3, code);
  }
  deepStrictEqual((await offered("f('./|')"))[1], "it\\'s.txt");
});

Deno.test("pathCandidates() writes names so that a template runs no code of theirs", async () => {
  const paths = ["${a}`b.csv"];
  const found = (code: string) =>
    pathCandidates(
      expressionAt(code, code.length)!,
      code,
      code.length,
      { paths: () => paths } as unknown as Interpreter,
      undefined,
    );
  strictEqual((await found("f(`./"))[0].name, "\\${a}\\`b.csv");
  strictEqual((await found("f('./"))[0].name, "${a}`b.csv");
});

Deno.test("pathCandidates() offers files by their mere names where a parameter is a path", async () => {
  for (
    const parameter of [
      "path: string | URL",
      "fromPath: string",
      "newpath: string",
      "src: fs.PathLike",
      "path: fs.PathOrFileDescriptor",
      "filename?: string",
      "file: string",
      "csvFile: string",
      "dir: string",
      "folder?: string",
      "...paths: string[]",
    ]
  ) {
    deepStrictEqual(await offered('f("|', parameter), ALL, parameter);
    deepStrictEqual(await offered('f("pe|op")', parameter), ALL, parameter);
  }
});

Deno.test("pathCandidates() offers no files in other texts", async () => {
  for (
    const parameter of [
      "name: string",
      "profileDirection: string",
      "profile: Profile",
      "input: string | URL | Request",
      "...data: any[]",
      "pathology: string",
      "",
    ]
  ) {
    deepStrictEqual(await offered('f("pe|")', parameter), [], parameter);
  }
  deepStrictEqual(await offered("f(pe|)", "path: string"), []);
  deepStrictEqual(await offered('import a from "pe|"', "path: string"), []);
});
