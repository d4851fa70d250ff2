import { mkdir } from 'node:fs/promises';
import { execa } from 'execa';
import { aptMirror } from './mirror.js';
import type { Recipe } from './recipe.js';

type Progress = (line: string) => void;

const phases: readonly [pattern: RegExp, phase: string][] = [
  [/^I: Retrieving /, 'downloading'],
  [/^I: Extracting /, 'extracting'],
  [/^I: Unpacking /, 'unpacking'],
  [/^I: Configuring /, 'configuring'],
];

/** Turns debootstrap's line for every package into one line for every 50 packages of a phase. */
export function packageProgress(onProgress: Progress): (line: string) => void {
  const counts = new Map<string, number>();
  return (line) => {
    const phase = phases.find(([pattern]) => pattern.test(line))?.[1];
    if (phase === undefined) return;
    const count = (counts.get(phase) ?? 0) + 1;
    counts.set(phase, count);
    if (count % 50 === 1) onProgress(`${phase} Debian packages (${count} …)`);
  };
}

/**
 * Makes sure that root file systems can be built here; installs debootstrap by apt when it is missing.
 * @throws when this process is not root, or debootstrap can be neither found nor installed.
 */
async function requireDebootstrap(onProgress: Progress): Promise<void> {
  if (process.getuid?.() !== 0) {
    throw new Error(
      'offline images: building a root file system needs root, got uid ' +
        `${process.getuid?.() ?? 'unknown'}; run \`npm run images\` once as root, or use --images public`,
    );
  }
  if ((await execa('debootstrap', ['--version'], { reject: false })).exitCode === 0) return;
  onProgress('installing the system package debootstrap');
  const install = await execa('apt-get', ['install', '--yes', '--no-install-recommends', 'debootstrap'], {
    env: { DEBIAN_FRONTEND: 'noninteractive' },
    reject: false,
  });
  if (install.exitCode === 0) return;
  throw new Error(
    'offline images: debootstrap is missing and apt-get could not install it ' +
      `(exit ${install.exitCode ?? 'none: no apt-get'}); install debootstrap, or use --images public`,
  );
}

/**
 * Unpacks the recipe's packages into `directory`. Downloaded packages stay in `cacheDirectory` (absolute) for the next time.
 * @throws with debootstrap's last lines when it fails.
 */
export async function debootstrap(
  recipe: Recipe,
  directory: string,
  cacheDirectory: string,
  onProgress: Progress,
): Promise<void> {
  await requireDebootstrap(onProgress);
  await mkdir(cacheDirectory, { recursive: true });
  const mirror = await aptMirror();
  const report = packageProgress(onProgress);
  // A mount namespace of its own: the /proc that debootstrap mounts goes with it, also when it is interrupted.
  const run = execa(
    'unshare',
    [
      '--mount',
      'debootstrap',
      '--variant=minbase',
      `--cache-dir=${cacheDirectory}`,
      `--include=${recipe.packages.join(',')}`,
      recipe.suite,
      directory,
      mirror,
    ],
    { env: { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' }, all: true, reject: false, cleanup: true },
  );
  const last: string[] = [];
  for await (const line of run.iterable({ from: 'all' })) {
    report(line);
    last.push(line);
    if (last.length > 8) last.shift();
  }
  const { exitCode } = await run;
  if (exitCode !== 0) {
    throw new Error(`offline images: debootstrap ${recipe.suite} failed (exit ${exitCode}):\n${last.join('\n')}`);
  }
}
