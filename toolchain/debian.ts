import { existsSync } from 'node:fs';
import { execa } from 'execa';
import { Refusal } from './refusal.js';
import type { Report } from './report.js';

/** Whether this process can install Debian packages: Debian or what derives from it, as root. */
export function canInstallPackages(): boolean {
  return process.platform === 'linux' && existsSync('/etc/debian_version') && process.getuid?.() === 0;
}

/** The version of a package that would be installed, without Debian's epoch and revision; undefined when there is none. */
export async function candidateVersion(name: string): Promise<string | undefined> {
  const { stdout } = await execa('apt-cache', ['policy', name], { env: { LC_ALL: 'C' }, reject: false });
  const found = /Candidate: (?:\d+:)?([^\s-]+)/.exec(stdout)?.[1];
  return found === '(none)' ? undefined : found;
}

/** Of packages by the program that each brings, those whose program is missing and that could be installed. */
export async function missingPackages(programs: Readonly<Record<string, string>>): Promise<string[]> {
  if (!canInstallPackages()) return [];
  const found = await Promise.all(
    Object.keys(programs).map(async (program) => !(await execa(program, ['--version'], { reject: false })).failed),
  );
  return Object.values(programs).filter((_, index) => !found[index]);
}

/**
 * Installs Debian packages without questions.
 *
 * @throws Refusal with apt's own last lines.
 */
export async function installPackages(names: readonly string[], report: Report): Promise<void> {
  report(`installing the Debian packages ${names.join(', ')}`);
  const env = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
  const install = () =>
    execa('apt-get', ['install', '--yes', '--no-install-recommends', ...names], { env, all: true, reject: false });
  let result = await install();
  if (result.failed) {
    await execa('apt-get', ['update'], { env, reject: false });
    result = await install();
  }
  if (!result.failed) return;
  const lines = (result.all ?? '')
    .trim()
    .split('\n')
    .slice(-6)
    .map((line) => `  ${line}`);
  throw new Refusal([`apt-get install ${names.join(' ')} failed; its last lines:`, ...lines].join('\n'));
}
