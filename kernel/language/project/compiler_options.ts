/**
 * The compiler options that cells are read with: Deno's own, and those of the
 * notebook's deno.json.
 *
 * @module
 */

/** The `compilerOptions` of a deno.json that mean something here. */
const KNOWN = new Set([
  "allowUnreachableCode",
  "allowUnusedLabels",
  "alwaysStrict",
  "emitDecoratorMetadata",
  "exactOptionalPropertyTypes",
  "experimentalDecorators",
  "jsx",
  "jsxFactory",
  "jsxFragmentFactory",
  "jsxImportSource",
  "noErrorTruncation",
  "noFallthroughCasesInSwitch",
  "noImplicitAny",
  "noImplicitOverride",
  "noImplicitReturns",
  "noImplicitThis",
  "noPropertyAccessFromIndexSignature",
  "noUncheckedIndexedAccess",
  "strict",
  "strictBindCallApply",
  "strictBuiltinIteratorReturn",
  "strictFunctionTypes",
  "strictNullChecks",
  "strictPropertyInitialization",
  "useUnknownInCatchVariables",
]);

/** @param own `compilerOptions` of the deno.json. */
export function compilerOptions(
  own: Record<string, unknown> = {},
): Record<string, unknown> {
  const kept = Object.entries(own).filter(([name]) => KNOWN.has(name));
  const options: Record<string, unknown> = {
    jsx: "react",
    strict: true,
    noImplicitOverride: true,
    ...Object.fromEntries(kept),
    target: "esnext",
    module: "esnext",
    moduleResolution: "bundler",
    moduleDetection: "force",
    lib: ["esnext", ...webLibraries(own.lib)],
    types: [],
    allowJs: true,
    checkJs: false,
    maxNodeModuleJsDepth: 1,
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    esModuleInterop: true,
    skipLibCheck: true,
    noEmit: true,
    // Packages are reached by links, and find each other beside the links.
    preserveSymlinks: true,
  };
  // Deno's own way to say that JSX is compiled before it runs.
  if (options.jsx === "precompile") options.jsx = "react-jsx";
  return options;
}

/** Deno's own libraries have other names, and come by `deno types`. */
function webLibraries(lib: unknown): string[] {
  if (!Array.isArray(lib)) return [];
  return lib.filter((name) =>
    typeof name === "string" && /^(dom|webworker)(\.|$)/i.test(name)
  );
}
