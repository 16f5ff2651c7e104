/**
 * `thaw completions`: what shells need to complete `thaw`.
 *
 * @module
 */

import { CHECK_OPTIONS } from "../check/options.ts";
import { didYouMean } from "../config/nearest.ts";
import { PERMISSIONS } from "../config/permission_flags.ts";
import { RUN_OPTIONS } from "../run/options.ts";
import { said } from "../run/said.ts";
import { CLEAN_OPTIONS } from "./clean.ts";
import { CONVERT_OPTIONS } from "./convert.ts";
import { DIFF_OPTIONS } from "./diff.ts";
import { NEW_OPTIONS } from "./new.ts";

const HELP = `Prints what a shell needs to complete thaw.

Usage: thaw completions SHELL

SHELL is bash, zsh or fish.

Examples
  echo 'eval "$(thaw completions bash)"' >> ~/.bashrc
  echo 'eval "$(thaw completions zsh)"' >> ~/.zshrc
  thaw completions fish > ~/.config/fish/completions/thaw.fish`;

const FLAGS = PERMISSIONS
  .flatMap((name) => [`allow-${name}`, `deny-${name}`]);

/** Options by command. */
export const OPTIONS: Record<string, string[]> = {
  run: [...Object.keys(RUN_OPTIONS), ...FLAGS],
  check: [...Object.keys(CHECK_OPTIONS), ...FLAGS],
  convert: Object.keys(CONVERT_OPTIONS),
  clean: Object.keys(CLEAN_OPTIONS),
  diff: Object.keys(DIFF_OPTIONS),
  init: ["help"],
  new: Object.keys(NEW_OPTIONS),
  completions: ["help"],
  // deno-fmt-ignore
  install: ["prefix", "sys-prefix", "name", "display-name", "widgets", "dry-run", "uninstall", "help", ...FLAGS],
  kernel: ["help"],
};

const SHELLS: Record<string, () => string> = { bash, zsh, fish };

/**
 * Does what the arguments after `thaw completions` say.
 *
 * @returns The exit code.
 */
export function completions([shell, ...more]: string[]): Promise<number> {
  if (shell === "--help" || shell === "-h") {
    return Promise.resolve(said("thaw completions", HELP));
  }
  if (
    shell !== undefined && more.length === 0 && Object.hasOwn(SHELLS, shell)
  ) {
    return Promise.resolve(said("thaw completions", SHELLS[shell]()));
  }
  const names = Object.keys(SHELLS);
  const asked = shell === undefined
    ? "no shell given"
    : `no completions for ${[shell, ...more].join(" ")}${
      didYouMean(shell, names)
    }`;
  console.error(`thaw completions: ${asked}; there are ${names.join(", ")}`);
  return Promise.resolve(2);
}

function words(command: string): string {
  return OPTIONS[command].map((name) => `--${name}`).join(" ");
}

function bash(): string {
  const cases = Object.keys(OPTIONS)
    .map((command) => `    ${command}) words="${words(command)}" ;;`);
  return `_thaw() {
  local current=\${COMP_WORDS[COMP_CWORD]} words
  if [ "$COMP_CWORD" = 1 ]; then
    COMPREPLY=($(compgen -W "${
    Object.keys(OPTIONS).join(" ")
  } --help --version" -- "$current"))
    return
  fi
  case \${COMP_WORDS[1]} in
${cases.join("\n")}
  esac
  case $current in
    -*) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
    *)
      if [ "\${COMP_WORDS[1]}" = completions ]; then
        COMPREPLY=($(compgen -W "${
    Object.keys(SHELLS).join(" ")
  }" -- "$current"))
      else
        COMPREPLY=($(compgen -f -- "$current"))
      fi ;;
  esac
}
complete -o filenames -F _thaw thaw`;
}

function zsh(): string {
  // zsh runs bash's own completions.
  return "whence compdef > /dev/null || { autoload -Uz compinit && compinit; }\n" +
    `autoload -U +X bashcompinit && bashcompinit\n${bash()}`;
}

function fish(): string {
  const lines = Object.entries(OPTIONS).flatMap(([command, options]) => [
    `complete -c thaw -f -n __fish_use_subcommand -a ${command}`,
    ...options.map((name) =>
      `complete -c thaw -n "__fish_seen_subcommand_from ${command}" -l ${name}`
    ),
  ]);
  const shells = Object.keys(SHELLS).join(" ");
  return [
    "complete -c thaw -n __fish_use_subcommand -l help",
    "complete -c thaw -n __fish_use_subcommand -l version",
    ...lines,
    `complete -c thaw -f -n "__fish_seen_subcommand_from completions" -a "${shells}"`,
  ].join("\n");
}
