import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { offlineImages } from '../../config/images.js';

export interface PromtoolResult {
  readonly exitCode: number;
  /** Both streams, in order. */
  readonly output: string;
}

/**
 * Runs promtool on files that are written for it, in the offline image, which has no network. `PROMTOOL` names a program of
 * another version to run instead.
 */
export async function promtool(
  args: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<PromtoolResult> {
  const directory = mkdtempSync(join(tmpdir(), 'planetary-promtool-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), text);
    }
    const own = process.env['PROMTOOL'];
    const [command, ...rest] = own === undefined ? inImage(directory) : [own];
    const { exitCode, all, failed, shortMessage } = await execa(command!, [...rest, ...args], {
      cwd: directory,
      all: true,
      reject: false,
    });
    if (failed && exitCode === undefined) throw new Error(shortMessage);
    if (exitCode === 125) throw new Error(`promtool did not start: ${all}; 'npm run images' builds its image`);
    return { exitCode: exitCode ?? 1, output: all };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function inImage(directory: string): string[] {
  const mount = `type=bind,source=${directory},target=/rules,readonly`;
  const sandbox = ['--rm', '--pull=never', '--network=none', '--mount', mount, '--workdir=/rules'];
  return ['docker', 'run', ...sandbox, '--entrypoint=promtool', offlineImages.prometheus];
}
