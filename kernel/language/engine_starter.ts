/**
 * Starts language servers: finds the program once, makes one project for all,
 * and loads what that takes only then.
 *
 * @module
 */

import { onDemand } from "../system/on_demand.ts";
import type { Server } from "./asked_server.ts";
import type { Engine } from "./engine.ts";
import type * as EngineModule from "./engine.ts";
import type { Project, ProjectOptions } from "./project/project.ts";
import type * as ProjectModule from "./project/project.ts";
import type { findServer } from "./server.ts";
import type * as ServerModule from "./server.ts";

/** For servers that ask: nothing is imported behind the user's back. */
const SETTINGS = {
  typescript: { suggest: { autoImports: false } },
  javascript: { suggest: { autoImports: false } },
};

/**
 * The server's memory is collected half as often as Go's default, which was a
 * fifth of its time; with TensorFlow.js it then takes 230 MB, not 160.
 */
const ENVIRONMENT = { GOGC: "200" };

/** How the server is found; tests give another. */
export type FindServer = typeof findServer;

/** A server that runs, and what it looks at. */
export interface Started {
  engine: Engine;
  project: Project;
  /** Questions it has answered. */
  answers: number;
}

export class EngineStarter {
  readonly #options: Omit<ProjectOptions, "nodeTypes">;
  readonly #find: FindServer;
  #server: Promise<Server> | undefined;
  #project: Promise<Project> | undefined;

  constructor(options: Omit<ProjectOptions, "nodeTypes">, find?: FindServer) {
    this.#options = options;
    this.#find = find ?? (async (...args) => {
      const { findServer }: typeof ServerModule = await import(
        onDemand("./server.ts")
      );
      return await findServer(...args);
    });
  }

  /** Outlives a server that has to be replaced. */
  get project(): Promise<Project> | undefined {
    return this.#project;
  }

  /** @throws {Error} If there is no server, or it can't be started. */
  async start(): Promise<Started> {
    const { fallback, caches } = this.#options;
    const finding = this.#server ??= this.#find(fallback, caches.thaw);
    const nodeTypes = finding.then((server) => server.nodeTypes);
    // A failure is told below, by `finding` itself.
    nodeTypes.catch(() => {});
    this.#project ??= this.#makeProject(nodeTypes);
    const [server, project] = await Promise.all([finding, this.#project]);
    const { folder } = project;
    const { Engine }: typeof EngineModule = await import(
      onDemand("./engine.ts")
    );
    const engine = await Engine.start({
      ...server,
      folder,
      env: ENVIRONMENT,
      settings: SETTINGS,
    });
    return { engine, project, answers: 0 };
  }

  async #makeProject(
    nodeTypes: ProjectOptions["nodeTypes"],
  ): Promise<Project> {
    // Loads TypeScript, which is no part of a quick start.
    const { Project }: typeof ProjectModule = await import(
      onDemand("./project/project.ts")
    );
    return await Project.make({ ...this.#options, nodeTypes });
  }
}
