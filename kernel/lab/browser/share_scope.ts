/**
 * Modules that JupyterLab shares with its extensions.
 *
 * @module
 */

/** By package, then by version. */
export type ShareScope = Record<
  string,
  Record<string, { get(): Promise<() => unknown> }>
>;

/**
 * The module of a package as Lab has it; any version that is there.
 *
 * @throws {Error} If Lab shares no such package.
 */
export async function sharedModule<Module>(
  scope: ShareScope,
  name: string,
): Promise<Module> {
  const [version] = Object.values(scope[name] ?? {});
  if (!version) throw new Error(`JupyterLab shares no ${name}`);
  return (await version.get())() as Module;
}
