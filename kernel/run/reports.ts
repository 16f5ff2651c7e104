/**
 * All reports of a run that were asked for, fed as notebooks end.
 *
 * @module
 */

import { resolve } from "node:path";
import { BadInputError } from "../notebook/bad_input_error.ts";
import {
  annotations,
  isOnGitHub,
  pathInWorkspace,
  summary,
  withoutCommands,
} from "../report/github.ts";
import {
  cellEvent,
  endedEvent,
  notebookEvent,
  retriedEvent,
  startedEvent,
} from "../report/json_events.ts";
import { junitSuite, junitXml } from "../report/junit.ts";
import type { CellResult } from "../report/outcome.ts";
import type { ReportPart } from "../report/report.ts";
import {
  collectVerdicts,
  type NotebookVerdicts,
  verdictTable,
} from "../report/verdicts.ts";
import type * as CellLines from "./cell_lines.ts";
import type { NotebookFile } from "./notebook_file.ts";
import type { RunOptions } from "./options.ts";
import type { Reporter } from "./reporter.ts";
import type { FileResult } from "./file_result.ts";
import { EventFile } from "./event_file.ts";
import { writeFile } from "./write_file.ts";
import { fileFailure } from "../config/file_failure.ts";
import { onDemand } from "../system/on_demand.ts";

type Targets = Pick<RunOptions, "report" | "junit" | "json" | "interactive">;

/** @throws {BadInputError} If the file can't be read. */
function readAbout(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    throw new BadInputError(`--about ${path}: ${fileFailure(error as Error)}`);
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
  readonly #results: FileResult[] = [];
  /** Why a report can't be written; the run goes on, and tells it at its end. */
  #error: BadInputError | undefined;
  #events: EventFile | undefined;
  /** Whether lines of JSON were lost, so that no more are to follow. */
  #isBroken = false;
  readonly #onGitHub = isOnGitHub();
  readonly #muted = withoutCommands();
  /** Where cells are in their files, as those were before the run. */
  readonly #lines = new Map<NotebookFile, Map<string, number[]>>();

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
  async start(reporter: Reporter): Promise<void> {
    if (this.#onGitHub) {
      reporter.fail(this.#muted.before);
      await this.#noteLines();
    }
    if (this.#report !== undefined) {
      // The highlighter of sources takes a quarter of a second to load.
      this.#page = await import(onDemand("../report/report.ts"));
    }
    if (this.#json === undefined) return;
    const names = this.#files.map(({ name }) => name);
    this.#events = new EventFile(
      this.#json,
      startedEvent(this.#command, names),
    );
  }

  async #noteLines(): Promise<void> {
    const { cellLines }: typeof CellLines = await import(
      onDemand("./cell_lines.ts")
    );
    for (const file of this.#files) {
      try {
        this.#lines.set(file, await cellLines(file));
      } catch (error) {
        // It can't be read any more: the notebook's own run says so.
        if (!(error instanceof BadInputError)) throw error;
      }
    }
  }

  /** A cell has ended. */
  cell(file: NotebookFile, cell: CellResult): void {
    this.#event(cellEvent(file.name, cell));
  }

  /** A notebook runs again. */
  retried(file: NotebookFile, left: number): void {
    this.#event(retriedEvent(file.name, left));
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

  /**
   * The run has ended: what is left is written and said.
   *
   * @throws {BadInputError} If a report can't be written; the others are.
   */
  end(reporter: Reporter): void {
    this.#event(endedEvent(this.#results));
    this.#events?.close();
    const [page, junit, report] = [this.#page, this.#junit, this.#report];
    if (junit !== undefined) {
      this.#try(() => writeFile(junit, junitXml(this.#command, this.#suites)));
    }
    if (page && report !== undefined) {
      const text = page.reportHtml(this.#parts, this.#isLive, this.#about);
      if (this.#try(() => writeFile(report, text))) reporter.say(report);
      const found = this.#verdicts.filter(({ verdicts }) =>
        verdicts.length > 0
      );
      if (found.length > 0) {
        reporter.say(`\n${verdictTable(this.#verdicts)}`);
      }
    }
    this.#tellGitHub(reporter);
    if (this.#error) throw this.#error;
  }

  #event(line: string): void {
    const events = this.#events;
    if (events === undefined || this.#isBroken) return;
    this.#isBroken = !this.#try(() => events.append(line));
  }

  /** @returns Whether it went well. */
  #try(work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      if (!(error instanceof BadInputError)) throw error;
      this.#error ??= error;
      return false;
    }
  }

  #tellGitHub(reporter: Reporter): void {
    if (!this.#onGitHub) return;
    reporter.fail(this.#muted.after);
    for (const result of this.#results) {
      const path = pathInWorkspace(result.file.name, result.file.input);
      const lines = this.#lines.get(result.file);
      for (const line of annotations(result, path, lines)) reporter.fail(line);
    }
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
