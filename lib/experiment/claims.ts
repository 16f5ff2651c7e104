/**
 * The claims a notebook judges: one table at its top that fills while it runs,
 * and a check at its end that they came out as its text says.
 *
 * @module
 */

import { escapeHtml } from "../display/escape_html.ts";
import { notebookScreen, type Screen } from "../display/live_display.ts";
import {
  DISPLAY,
  type Displayable,
  type MimeBundle,
} from "../display/mime_bundle.ts";
import { Table } from "../display/table.ts";
import { verdict, VERDICTS, type VerdictSays } from "../display/verdict.ts";
import { checkOptions } from "../options/check_options.ts";
import { requireKnown } from "../options/known_value.ts";
import { judge, judgeAll, type Measured, type Threshold } from "./judge.ts";

/**
 * A claim before it is judged: in a few words, the heading of the section that
 * measures it, and the verdict that the notebook's text rests on. `trainings`
 * marks one that rests on how trainings come out, so that another size of the
 * notebook may end otherwise.
 */
export type Claim = readonly [
  claim: string,
  section: string,
  says: VerdictSays,
  restsOn?: "trainings",
];

/** What a claim was judged by. */
export type Part = readonly [measured: Measured, threshold: Threshold];

interface Judged {
  says: VerdictSays;
  measured: string;
}

/** Claims by name, in the order of the table. */
export class Claims<Name extends string> {
  readonly #claims: Readonly<Record<Name, Claim>>;
  readonly #judged = new Map<Name, Judged>();
  readonly #screen: Screen | undefined;
  /** Ids of the outputs at the top; none until they are shown. */
  #places: { picture: string; table: string } | undefined;

  /**
   * @param screen Where the table is shown; the notebook, unless given.
   * @throws {RangeError} If a claim expects what is no verdict.
   */
  constructor(
    claims: Readonly<Record<Name, Claim>>,
    screen: Screen | undefined = notebookScreen(),
  ) {
    for (const [name, [, , says]] of Object.entries<Claim>(claims)) {
      requireKnown(`Claims: ${name} says`, says, VERDICTS);
    }
    this.#claims = claims;
    this.#screen = screen;
  }

  /** Shows the table, as yet empty, and keeps the place above it for a picture. */
  async show(): Promise<void> {
    this.#judged.clear();
    // Random: a front end also updates what an earlier session left on the page.
    this.#places = { picture: crypto.randomUUID(), table: crypto.randomUUID() };
    const nothing = { "text/plain": "(measured below)" };
    const { picture, table } = this.#places;
    await this.#screen?.(nothing, picture, false);
    await this.#screen?.(this.#bundle(), table, false);
  }

  /**
   * Judges a claim by numbers, shows the verdict and fills its row.
   *
   * @param measured The number in words, with its unit.
   * @param parts If some hold and others do not, the claim holds with
   *   conditions.
   * @throws {RangeError} If there is no such claim or nothing to judge by.
   */
  async judge(
    name: Name,
    measured: string,
    ...parts: Part[]
  ): Promise<void> {
    requireKnown("Claims.judge(): claim", name, Object.keys(this.#claims));
    const says = judgeAll(parts.map((part) => judge(...part)));
    await verdict(this.#claims[name][0], says, measured, this.#screen);
    this.#judged.set(name, { says, measured });
    await this.#update("table", this.#bundle());
  }

  /** What a claim came out as; undefined as long as it was not judged. */
  says(name: Name): VerdictSays | undefined {
    return this.#judged.get(name)?.says;
  }

  /** The claims as a table without links. */
  table(): Table {
    const rows = this.#rows()
      .map((row) => [row.claim, row.says, row.measured, row.section]);
    return new Table(["claim", "verdict", "measured", "section"], rows);
  }

  /**
   * Shows the picture above the table, and checks every verdict.
   *
   * @param picture What shows the short answer.
   * @param options `trainings: false` where trainings are too short or of
   *   another size: what rests on them is then neither required nor compared.
   * @throws {Error} If a claim was not judged, or came out otherwise than the
   *   text says.
   */
  async finish(
    picture?: Displayable,
    options: { trainings?: boolean } = {},
  ): Promise<void> {
    checkOptions("Claims.finish", options, { trainings: true });
    const { trainings = true } = options;
    if (picture && this.#places) {
      await this.#update("picture", await picture[DISPLAY]());
    }
    if (!this.#screen) console.log(this.table().toText());
    const wrong = (Object.entries(this.#claims) as [Name, Claim][])
      .filter(([, [, , , restsOn]]) => trainings || !restsOn)
      .map(([name, claim]) => objection(claim, this.#judged.get(name)))
      .filter((it) => it !== undefined);
    if (wrong.length > 0) throw new Error(wrong.join("; "));
  }

  async #update(
    place: "picture" | "table",
    bundle: MimeBundle,
  ): Promise<void> {
    if (this.#places) await this.#screen?.(bundle, this.#places[place], true);
  }

  #rows() {
    return (Object.entries(this.#claims) as [Name, Claim][]).map(
      ([name, [claim, section]]) => {
        const { says = "", measured = "" } = this.#judged.get(name) ?? {};
        return { claim, section, says, measured };
      },
    );
  }

  #bundle(): MimeBundle {
    const rows = this.#rows().map(({ claim, says, measured, section }) => {
      const anchor = encodeURIComponent(section.replace(/\s/g, "-"));
      const link = `<a href="#${anchor}">${escapeHtml(section)}</a>`;
      const verdict = `<b>${escapeHtml(says)}</b>`;
      const cells = [escapeHtml(claim), verdict, escapeHtml(measured), link];
      return `<tr>${
        cells.map((cell) => `<td style="text-align:left">${cell}</td>`).join("")
      }</tr>`;
    });
    const head = ["claim", "verdict", "measured", "section"]
      .map((name) => `<th style="text-align:left">${name}</th>`).join("");
    return {
      "text/html": `<table><thead><tr>${head}</tr></thead>` +
        `<tbody>${rows.join("")}</tbody></table>`,
      "text/plain": this.table().toText(),
    };
  }
}

function objection(
  [claim, , says]: Claim,
  judged: Judged | undefined,
): string | undefined {
  if (judged === undefined) return `"${claim}" was not judged`;
  if (judged.says === says) return undefined;
  return `"${claim}" came out "${judged.says}" (${judged.measured}), the text ` +
    `says "${says}"`;
}
