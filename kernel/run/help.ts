/**
 * What `thaw run --help` prints.
 *
 * @module
 */

/** All options, by what they are for. */
export const HELP = `Runs notebooks from top to bottom, without a browser.

Usage: thaw run [options] FILE...

FILE is a notebook, a .ts file with percent cells, Markdown with fenced code, a
folder or a pattern such as "**/*.ipynb", or - for a notebook on standard input,
whose run goes to standard output. Each runs in a kernel of its own, in its own
folder, and is saved as it goes: beside the notebook as NAME.executed.ipynb,
unless told otherwise.

Where it goes
  --out DIR            Write to this folder, under the notebook's own name
  --out FILE.ipynb     Write the one notebook to this file
  --inplace, --update  Write to the notebook itself
  --resume             Go on after the last cell that an earlier run saved; what
                       comes before runs again without being saved anew
  --exclude PATTERN    Leave out files and folders of this name; may be repeated

What runs
  --set NAME=VALUE     Set a variable after the cell tagged \`parameters\`; VALUE
                       is JSON, a number such as .5, or else text. May be
                       repeated
  --params FILE        The same from a file of JSON or YAML
  --cells 1-5,9        Run only these code cells
  --tags A,B           Run only cells with one of these tags
  --skip-tags A,B      Leave cells with one of these tags as they are
  --jobs N             Run this many notebooks at once                      [1]

In what
  --kernel NAME        Run in this installed kernel; the default is the one the
                       notebook names, or this checkout's own for TypeScript
  --allow-..., --deny-...
                       What TypeScript cells may do, as for \`deno run\`
  --server URL         Run in kernels of this Jupyter server or Kernel Gateway
  --token TOKEN        Its token; else that of JUPYTER_TOKEN

When it stops
  --timeout SECONDS    Interrupt a cell that takes longer, and stop there
  --time-limit SECONDS The same for a whole notebook
  --memory-limit MIB   End a kernel that takes more
  --keep-going         Run the cells after a failed one, too
  --retries N          Run a failed notebook again, in a fresh kernel       [0]

Types
  --check              Run nothing if a notebook has type errors; they are told
                       with their cell and line, and the exit code is 1
  --check-only         The same, and run nothing in any case

What it says
  --verbose            Show what cells print while they run
  --report FILE        One HTML page of all notebooks, and a table of verdicts
  --interactive        With live figures in it, by Plotly: 10 MB more
  --about FILE         Markdown that this page shows after its verdicts
  --junit FILE         What CI systems read
  --json FILE          One line of JSON per event
  --help               Show this

Examples
  thaw run analysis.ipynb
  thaw run notebooks --jobs 2 --out out --junit out/junit.xml
  thaw run train.ipynb --set epochs=2 --timeout 600 --inplace

A cell tagged \`raises-exception\` may fail, one tagged \`skip-execution\` is left
as it is. As for nbmake, a notebook's metadata may have an \`execution\` with a
\`timeout\` of its own and \`allow_errors\`. Exits 0 if all went well, 1 if a cell
failed, 2 if a notebook can't be run, 130 on Ctrl-C.`;
