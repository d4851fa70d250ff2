import { execa } from 'execa';
import { standInSources } from './stand-in-revision.js';

/** Path of the program in the image, the real one's own. */
export const standInPath = '/cockroach/cockroach';

/**
 * Builds the stand-in as a static program for the architecture of the Docker engine.
 * @param output absolute path of the program.
 * @throws when Go is missing or the build fails, with the compiler's message.
 */
export async function buildStandIn(output: string, architecture: string): Promise<void> {
  const result = await execa('go', ['build', '-trimpath', '-ldflags=-s -w', '-o', output, './cmd/cockroach'], {
    cwd: standInSources(),
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
