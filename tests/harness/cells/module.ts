/** What the cells of the tests import; also their JSX runtime. */

export const value = 1;

export function jsx(type: string, { children }: { children: string }): string {
  return `${type}(${children})`;
}

export const jsxs = jsx;
export const Fragment = "all";
