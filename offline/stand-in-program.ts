import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

/** Path of the program in the image, the real one's own. */
export const standInPath = '/cockroach/cockroach';

/** Source folder of the PostgreSQL stand-in for CockroachDB: a Go module. */
export const standInSources = join(import.meta.dirname, 'cockroach-stand-in');

const counts = (name: string): boolean =>
  (name.endsWith('.go') && !name.endsWith('_test.go')) || /^(go\.mod|go\.sum)$|\.(csv|sql|html)$/.test(name);

/** Hash of everything that the program is built from; tests and prose do not count. */
export async function standInHash(): Promise<string> {
  const entries = await readdir(standInSources, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile() && counts(entry.name)).map((e) => join(e.parentPath, e.name));
  const hash = createHash('sha256');
  for (const path of paths.toSorted()) {
    hash.update(`${path.slice(standInSources.length)}\0`).update(await readFile(path));
  }
  return hash.digest('hex').slice(0, 16);
}

/**
 * Builds the stand-in as a static program for the architecture of the Docker engine.
 * @param output absolute path of the program.
 * @throws when Go is missing or the build fails, with the compiler's message.
 */
export async function buildStandIn(output: string, architecture: string): Promise<void> {
  const result = await execa('go', ['build', '-trimpath', '-ldflags=-s -w', '-o', output, './cmd/cockroach'], {
    cwd: standInSources,
    env: { CGO_ENABLED: '0', GOOS: 'linux', GOARCH: architecture, GOFLAGS: '-mod=readonly' },
    all: true,
    reject: false,
  });
  if (result.exitCode === 0) return;
  const reason =
    result.exitCode === undefined ? 'no `go` program found; install Go 1.24 or newer' : `exit ${result.exitCode}`;
  throw new Error(
    `offline images: building the PostgreSQL stand-in for CockroachDB failed (${reason})\n${result.all ?? ''}`,
  );
}
