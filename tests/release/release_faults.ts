/**
 * What keeps a commit from being a release: its version, its changelog and its
 * tag must agree.
 *
 * @module
 */

export interface Release {
  /** The version in deno.json. */
  version: string;
  /** The text of CHANGELOG.md. */
  changelog: string;
  /** Tags of the commit that is checked out. */
  tagsHere: string[];
  /** All tags of the repository. */
  tags: string[];
  /** Files that are changed and not committed. */
  changed: string[];
}

/** One sentence for each thing that is not as a release needs it. */
export function releaseFaults(release: Release): string[] {
  const { version, changelog, tagsHere, tags, changed } = release;
  const faults: string[] = [];
  if (!/^\d+\.\d+\.\d+$/.test(version)) {
    faults.push(`deno.json's version is "${version}", not three numbers`);
  }
  const [, unreleased, latest] = changelog.split(/^## /m);
  if (!unreleased?.startsWith("Unreleased\n")) {
    faults.push("CHANGELOG.md does not begin with the section Unreleased");
  } else if (unreleased.replace("Unreleased", "").trim() !== "") {
    faults.push(
      `CHANGELOG.md has lines under Unreleased: move them to ${version}`,
    );
  }
  const heading = latest?.split("\n", 1)[0] ?? "nothing";
  const dated = /^(\d+\.\d+\.\d+) \((\d{4}-\d{2}-\d{2})\)$/.exec(heading);
  if (!dated || Number.isNaN(Date.parse(dated[2]))) {
    faults.push(
      `After Unreleased CHANGELOG.md has "${heading}", not "${version} (YYYY-MM-DD)"`,
    );
  } else if (dated[1] !== version) {
    faults.push(
      `CHANGELOG.md's latest version is ${dated[1]}, deno.json's ${version}`,
    );
  } else if (latest.slice(heading.length).trim() === "") {
    faults.push(`CHANGELOG.md says nothing about ${version}`);
  }
  const tag = `v${version}`;
  if (!tags.includes(tag)) {
    faults.push(`There is no tag ${tag}: git tag -a ${tag} -m ${version}`);
  } else if (!tagsHere.includes(tag)) {
    faults.push(`The tag ${tag} is at another commit`);
  }
  if (changed.length > 0) {
    faults.push(`Not committed: ${changed.join(", ")}`);
  }
  return faults;
}
