/**
 * All reports of a run that were asked for, fed as notebooks end.
 *
 * @module
 */

import { dirname, resolve } from "node:path";
import { BadInputError } from "../notebook/bad_input_error.ts";
import { annotations, summary } from "../report/github.ts";
import {
  cellEvent,
  endedEvent,
  notebookEvent,
  startedEvent,
} from "../report/json_events.ts";
import { junitSuite, junitXml } from "../report/junit.ts";
import type { CellResult, NotebookResult } from "../report/outcome.ts";
import type { ReportPart } from "../report/report.ts";
import {
  collectVerdicts,
  type NotebookVerdicts,
  verdictTable,
} from "../report/verdicts.ts";
import type { NotebookFile } from "./notebook_file.ts";
import type { RunOptions } from "./options.ts";
import type { Reporter } from "./reporter.ts";
import type { FileResult } from "./run_file.ts";
import { writeFile } from "./write_file.ts";

type Targets = Pick<RunOptions, "report" | "junit" | "json" | "interactive">;

/** @throws {BadInputError} If the file can't be read. */
function readAbout(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    throw new BadInputError(`--about ${path}: ${(error as Error).message}`);
  }
}

/** Gathers what the reports need, and no notebook longer than that. */
export class Reports {
  /** What is written, absolute. */
  readonly paths: string[];
  readonly #report: string | undefined;
  readonly #about: string | undefined;
  readonly #junit: string | undefined;
  readonly #json: string | undefined;
  readonly #isLive: boolean;
  readonly #command: string;
  readonly #files: NotebookFile[];
  #page: typeof import("../report/report.ts") | undefined;
  readonly #parts: ReportPart[] = [];
  readonly #suites: string[] = [];
  readonly #verdicts: NotebookVerdicts[] = [];
  readonly #results: NotebookResult[] = [];
  readonly #onGitHub = Deno.env.get("GITHUB_ACTIONS") === "true";

  /**
   * @param outputs What the run writes, absolute.
   * @throws {BadInputError} If a report would overwrite a notebook or another, or
   *   what it is to show can't be read.
   */
  constructor(
    targets: Targets & Partial<Pick<RunOptions, "about">>,
    files: NotebookFile[],
    outputs: string[],
    command = "thaw run",
  ) {
    this.#command = command;
    this.#files = files;
    const taken = new Set([...files.map(({ input }) => input), ...outputs]);
    this.#isLive = targets.interactive;
    this.#about = targets.about && readAbout(targets.about);
    const target = (name: "report" | "junit" | "json") => {
      const path = targets[name] && resolve(targets[name]);
      if (path === undefined) return undefined;
      if (taken.has(path) || path.endsWith(".ipynb")) {
        throw new BadInputError(
          `--${name} ${
            targets[name]
          } would overwrite a notebook or another report`,
        );
      }
      taken.add(path);
      return path;
    };
    this.#report = target("report");
    this.#junit = target("junit");
    this.#json = target("json");
    this.paths = [this.#report, this.#junit, this.#json]
      .filter((path) => path !== undefined);
  }

  /** The run begins. */
  async start(): Promise<void> {
    if (this.#report !== undefined) {
      // What highlights sources takes a quarter of a second to load.
      this.#page = await import("../report/report.ts");
    }
    if (this.#json === undefined) return;
    const names = this.#files.map(({ name }) => name);
    Deno.mkdirSync(dirname(this.#json), { recursive: true });
    Deno.writeTextFileSync(this.#json, startedEvent(this.#command, names));
  }

  /** A cell has ended. */
  cell(file: NotebookFile, cell: CellResult): void {
    this.#event(cellEvent(file.name, cell));
  }

  /**
   * A notebook has ended.
   *
   * @param extra HTML that says more of a failed cell.
   */
  add(result: FileResult, extra?: (id: string) => string): void {
    const { name, notebook, state } = result;
    this.#event(notebookEvent(result, result.file.output));
    if (this.#page) {
      this.#parts.push(
        this.#page.reportPart(
          result,
          this.#parts.length,
          extra,
          this.#isLive,
        ),
      );
      this.#verdicts.push({
        name: name.split(/[\\/]/).at(-1)!,
        complete: state === "passed",
        verdicts: collectVerdicts(notebook),
      });
    }
    if (this.#junit !== undefined) this.#suites.push(junitSuite(result));
    this.#results.push(result);
  }

  /** The run has ended: what is left is written and said. */
  end(reporter: Reporter): void {
    this.#event(endedEvent(this.#results));
    if (this.#junit !== undefined) {
      writeFile(this.#junit, junitXml(this.#command, this.#suites));
    }
    if (this.#page && this.#report !== undefined) {
      writeFile(
        this.#report,
        this.#page.reportHtml(this.#parts, this.#isLive, this.#about),
      );
      reporter.say(this.#report);
      const found = this.#verdicts.filter(({ verdicts }) =>
        verdicts.length > 0
      );
      if (found.length > 0) {
        reporter.say(`\n${verdictTable(this.#verdicts)}`);
      }
    }
    this.#tellGitHub(reporter);
  }

  #event(line: string): void {
    if (this.#json === undefined) return;
    Deno.writeTextFileSync(this.#json, line, { append: true });
  }

  #tellGitHub(reporter: Reporter): void {
    if (!this.#onGitHub) return;
    for (const line of this.#results.flatMap(annotations)) reporter.fail(line);
    const path = Deno.env.get("GITHUB_STEP_SUMMARY");
    if (!path) return;
    const text = summary(this.#command, this.#results);
    try {
      Deno.writeTextFileSync(path, text, { append: true });
    } catch (error) {
      reporter.fail(`GITHUB_STEP_SUMMARY: ${(error as Error).message}`);
    }
  }
}
