import { execa } from 'execa';
import { canInstallPackages, candidateVersion, installPackages } from './debian.js';
import { Refusal } from './refusal.js';
import type { Report } from './report.js';
import { findVersion, isAtLeast } from './version.js';

/** From this one on, Go fetches the newer toolchain that a module asks for (`GOTOOLCHAIN=auto`, its default). */
const minimumGo = '1.21';

const debianPackage = 'golang-go';

/** The version of the `go` program on the path; undefined when there is none. */
export async function goVersion(): Promise<string | undefined> {
  const result = await execa('go', ['env', 'GOVERSION'], { reject: false });
  return result.failed ? undefined : findVersion(result.stdout);
}

/** The Debian packages that `ensureGo` would install: none when Go is there, or cannot be installed. */
export async function goPackages(): Promise<string[]> {
  const found = await goVersion();
  if (found !== undefined && isAtLeast(found, minimumGo)) return [];
  if (!canInstallPackages()) return [];
  const candidate = await candidateVersion(debianPackage);
  return candidate !== undefined && isAtLeast(candidate, minimumGo) ? [debianPackage] : [];
}

/**
 * Makes sure that there is a Go that can build the modules of `tools/`; gives its version.
 *
 * @throws Refusal when there is none and it cannot be installed.
 */
export async function ensureGo(report: Report): Promise<string> {
  const packages = await goPackages();
  if (packages.length > 0) await installPackages(packages, report);
  const found = await goVersion();
  if (found !== undefined && isAtLeast(found, minimumGo)) return found;
  throw new Refusal(
    `Go ${minimumGo} or newer is needed to build the tools that this network does not let through; found ` +
      `${found === undefined ? 'none' : `Go ${found}`}. Install it from go.dev/dl or your package manager, put it on the PATH ` +
      'and run the command again.',
  );
}
