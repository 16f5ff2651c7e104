/**
 * Registers the kernel with Jupyter: `deno task install`, or from anywhere
 * `deno run -A /path/to/install.ts`. See `--help`.
 *
 * @module
 */

import { dirname, join, resolve } from "node:path";
import config from "./deno.json" with { type: "json" };
import { thisMachine } from "./kernel/config/jupyter_folders.ts";
import { olderDeno } from "./kernel/config/older_deno.ts";
import { refusedPermissions } from "./kernel/config/refused_permissions.ts";
import { cachePackages } from "./kernel/install/cache_packages.ts";
import { InstallError } from "./kernel/install/install_error.ts";
import {
  type Installation,
  planInstallation,
} from "./kernel/install/installation.ts";
import {
  labextensionsFolder,
  ourLabextension,
  refuseOtherLabextension,
  removableLabextension,
  removeExtension,
  writeLabextension,
} from "./kernel/install/lab_extension_folder.ts";
import {
  keepDeno,
  type LastingDeno,
  lastingDeno,
} from "./kernel/install/lasting_deno.ts";
import {
  isOnPath,
  type Locations,
  prefixLocations,
  thawData,
  userLocations,
} from "./kernel/install/locations.ts";
import {
  HELP,
  type InstallOptions,
  parseOptions,
  type Place,
} from "./kernel/install/options.ts";
import { pythonPrefix } from "./kernel/install/python_prefix.ts";
import {
  removable,
  removeInstallation,
} from "./kernel/install/remove_installation.ts";
import {
  FRONT_ENDS,
  packageIndex,
  removableFrontEnds,
  writeFrontEnds,
} from "./kernel/install/widget_front_ends.ts";
import { writeInstallation } from "./kernel/install/write_installation.ts";

const root = import.meta.dirname!;

async function main(args: string[]): Promise<void> {
  const options = parseOptions(args);
  if (options.help) return console.log(HELP);
  const refusal = olderDeno(Deno.version.deno) ??
    refusedPermissions(options.permissions);
  if (refusal) throw new InstallError(refusal);

  const deno = lastingDeno(
    Deno.execPath(),
    Deno.version.deno,
    thawData(thisMachine),
  );
  const locations = await locationsOf(options.place);
  const installation = planInstallation(
    options,
    locations,
    thisMachine,
    root,
    deno.path,
  );
  if (options.uninstall) await uninstall(installation, options, locations);
  else await install(installation, options, deno, locations);
}

async function locationsOf(place: Place): Promise<Locations> {
  switch (place.kind) {
    case "user":
      return userLocations(thisMachine);
    case "sys-prefix":
      return prefixLocations(await pythonPrefix(), thisMachine);
    case "prefix": {
      // A task runs in the checkout; INIT_CWD is where it was typed.
      const from = Deno.env.get("INIT_CWD") ?? Deno.cwd();
      return prefixLocations(resolve(from, place.prefix), thisMachine);
    }
  }
}

async function install(
  installation: Installation,
  options: InstallOptions,
  deno: LastingDeno,
  locations: Locations,
): Promise<void> {
  const { spec, logos, launcher } = installation;
  if (options.dryRun) {
    if (deno.copyOf) console.log(`Would copy ${deno.copyOf} to ${deno.path}`);
    for (const { path } of [spec, ...logos, launcher]) {
      console.log(`Would write ${path}`);
    }
    console.log(`Would write ${ourLabextension(locations)}`);
    if (options.widgets) {
      const folder = labextensionsFolder(locations);
      for (const front of FRONT_ENDS) {
        console.log(`Would write ${join(folder, front.folder)}`);
      }
    }
    if ("text" in spec.source) console.log(spec.source.text);
    return;
  }
  await cachePackages(Deno.execPath(), root);
  await keepDeno(deno);
  await refuseOtherLabextension(locations);
  await writeInstallation(installation);
  await writeLabextension(locations, config.version);

  console.log(`Kernel "${options.displayName}", for Jupyter: ${options.name}`);
  console.log(`  ${spec.path}`);
  console.log(`Command: thaw`);
  console.log(`  ${launcher.path}`);
  const commands = dirname(launcher.path);
  if (!isOnPath(commands, thisMachine)) {
    console.log(`  ${commands} is not on PATH: add it, or type the whole path`);
  }
  console.log(`Figures in JupyterLab:\n  ${ourLabextension(locations)}`);
  if (deno.copyOf) console.log(`Deno, kept for both:\n  ${deno.path}`);
  console.log(
    options.permissions.length === 0
      ? "Cells may do all that you may; to restrict them see --help"
      : `Cells run with ${options.permissions.join(" ")}`,
  );
  if (!options.widgets) return;
  const written = await writeFrontEnds(
    labextensionsFolder(locations),
    join(thawData(thisMachine), "wheels"),
    packageIndex(thisMachine),
  );
  console.log("Widgets in JupyterLab:");
  if (written.length === 0) console.log("  their front ends are there already");
  for (const path of written) console.log(`  ${path}`);
}

async function uninstall(
  installation: Installation,
  options: InstallOptions,
  locations: Locations,
): Promise<void> {
  const found = await removable(installation);
  const labextension = await removableLabextension(locations, options.name);
  // The front ends of widgets go with the last kernel, too.
  const folders = labextension
    ? [
      labextension,
      ...await removableFrontEnds(labextensionsFolder(locations)),
    ]
    : [];
  if (found.length + folders.length === 0) {
    console.log(`Nothing to remove in ${installation.folder}`);
  }
  if (!options.dryRun) {
    await removeInstallation(installation, found);
    for (const folder of folders) await removeExtension(folder);
  }
  const verb = options.dryRun ? "Would remove" : "Removed";
  for (const path of [...found, ...folders]) console.log(`${verb} ${path}`);
}

try {
  await main(Deno.args);
} catch (error) {
  const reason = error instanceof InstallError
    ? error.message
    : fileReason(error as Error & { code?: unknown });
  if (reason === undefined) throw error;
  console.error(`thaw install: ${reason}`);
  Deno.exit(2);
}

/** What the system says of a file that can't be written or removed. */
function fileReason({ code, message }: Error & { code?: unknown }) {
  const known = [
    "EACCES",
    "EPERM",
    "EROFS",
    "ENOSPC",
    "ENOTDIR",
    "ENOENT",
    "EEXIST",
    "ENAMETOOLONG",
  ];
  return known.includes(String(code))
    ? `${message}; choose another --prefix, or put that right`
    : undefined;
}
