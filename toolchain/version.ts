/** A version as numbers, `[1, 26, 8]`; what follows the last number (`rc1`, `+dfsg1`) does not count. */
type Version = readonly number[];

/** The first version in a text: `go version go1.26.8 linux/amd64` has `1.26.8`. Undefined when there is none. */
export function findVersion(text: string): string | undefined {
  return /\d+\.\d+(\.\d+)?/.exec(text)?.[0];
}

/** Whether a version is at least another one; missing parts are 0. */
export function isAtLeast(version: string, minimum: string): boolean {
  const [found, wanted] = [numbers(version), numbers(minimum)];
  for (let part = 0; part < Math.max(found.length, wanted.length); part++) {
    const difference = (found[part] ?? 0) - (wanted[part] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function numbers(version: string): Version {
  return version.split('.').map((part) => Number.parseInt(part, 10) || 0);
}
