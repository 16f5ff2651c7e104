/**
 * A notebook in JupyterLab, by what a person sees and clicks.
 *
 * @module
 */

import type { Browser, BrowserContext, Locator, Page } from "playwright-core";

/** One browser tab with one notebook. */
export class LabPage implements AsyncDisposable {
  readonly #context: BrowserContext;

  private constructor(context: BrowserContext, readonly page: Page) {
    this.#context = context;
  }

  /** Opens the notebook and waits until its kernel is idle, or busy. */
  static async open(
    browser: Browser,
    url: string,
    status: "Idle" | "any" = "Idle",
  ): Promise<LabPage> {
    const context = await browser.newContext({
      viewport: { width: 1200, height: 900 },
    });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(url);
    const lab = new LabPage(context, page);
    // What a page that is opened meanwhile says of a kernel that is busy depends
    // on which of its own questions was answered last.
    if (status === "Idle") await lab.status(status);
    return lab;
  }

  /** Waits until the status bar shows that the kernel is idle or busy. */
  async status(status: "Idle" | "Busy"): Promise<void> {
    await this.page.locator("#jp-main-statusbar", {
      hasText: `| ${status}`,
    }).waitFor();
  }

  /** Chooses an item of a menu, both by the name they show. */
  async menu(name: string, item: string): Promise<void> {
    await this.page.locator(".lm-MenuBar-itemLabel", { hasText: name })
      .first().click();
    await this.page.locator(".lm-Menu-itemLabel", { hasText: item })
      .first().click();
  }

  /** Chooses a theme by the name that the menu shows. */
  async theme(name: string): Promise<void> {
    await this.menu("Settings", "Theme");
    await this.page.locator(".lm-Menu-itemLabel", { hasText: name })
      .first().click();
    await this.until(
      `document.body.dataset.jpThemeName === ${JSON.stringify(name)}`,
    );
  }

  /** Turns the debugger on. */
  async debug(): Promise<void> {
    await this.page.locator(".jp-DebuggerBugButton").click();
    await this.page.locator(".jp-DebuggerVariables").waitFor();
    await this.page.locator(".cm-breakpoint-gutter").first().waitFor({
      state: "attached",
    });
  }

  /** Sets a breakpoint by a click beside a line, which counts from 1. */
  async breakpoint(index: number, line: number): Promise<void> {
    const set = this.page.locator(".jp-DebuggerBreakpoint");
    const before = await set.count();
    // The first of them is a spacer.
    await this.cell(index).locator(".cm-breakpoint-gutter .cm-gutterElement")
      .nth(line).click();
    await set.nth(before).waitFor();
  }

  /** Waits until the code is paused in a function. */
  async isPausedIn(name: string): Promise<void> {
    await this.page.locator(".jp-DebuggerCallstackFrame").first()
      .filter({ hasText: name }).waitFor();
  }

  /** Presses the Stop button of the notebook's toolbar. */
  async stop(): Promise<void> {
    await this.#toolbar("notebook:interrupt-kernel").click();
  }

  /** Answers what the running cell asks for. */
  async answer(text: string): Promise<void> {
    const input = this.page.locator(".jp-Stdin-input");
    await input.fill(text);
    await input.press("Enter");
  }

  /** Restarts the kernel, and confirms it. */
  async restart(): Promise<void> {
    await this.#toolbar("notebook:restart-kernel").click();
    // Until the server has answered the status bar may tell of the old kernel,
    // and what is run then is dropped.
    const restarted = this.page.waitForResponse((response) =>
      /\/api\/kernels\/[^/]+\/restart/.test(response.url())
    );
    await this.page.locator(".jp-Dialog").getByText("Restart", { exact: true })
      .last().click();
    await restarted;
    await this.status("Idle");
  }

  /** Chooses another kernel for the notebook, by the name that is shown. */
  async changeKernel(name: string): Promise<void> {
    await this.page.locator(".jp-KernelName").click();
    const dialog = this.page.locator(".jp-Dialog");
    await dialog.locator("select").selectOption({ label: name });
    await dialog.locator(".jp-mod-accept").click();
    await this.page.locator(".jp-KernelName", { hasText: name }).waitFor();
  }

  /** Selects a cell, counted from 0, and runs it as Ctrl+Enter does. */
  async run(index: number): Promise<void> {
    await this.cell(index).locator(".cm-content").click();
    await this.page.keyboard.press("Control+Enter");
  }

  /** The cell at `index`, counted from 0. */
  cell(index: number): Locator {
    return this.page.locator(".jp-Notebook .jp-Cell").nth(index);
  }

  /** The outputs of the cell at `index`. */
  outputs(index: number): Locator {
    return this.cell(index).locator(".jp-OutputArea-output");
  }

  /** Waits until an output of the cell at `index` has this text in it. */
  async shows(index: number, text: string): Promise<void> {
    await this.outputs(index).filter({ hasText: text }).first().waitFor();
  }

  /** Waits until an expression of the page is true. */
  async until(expression: string): Promise<void> {
    await this.page.waitForFunction(expression);
  }

  /** Waits until the cell at `index` has run to its end, as the `count`th. */
  async ran(index: number, count: number): Promise<void> {
    await this.cell(index).locator(".jp-InputPrompt", {
      hasText: `[${count}]:`,
    }).waitFor();
  }

  #toolbar(command: string): Locator {
    return this.page.locator(
      `.jp-NotebookPanel-toolbar [data-command="${command}"]`,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#context.close();
  }
}
