import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { execa } from 'execa';
import { offlineImages } from '../../config/images.js';
import { checkout } from '../../toolchain/tools-directory.js';

const folder = join(checkout, 'templates', 'scripts');
const scripts = readdirSync(folder).filter((name) => name.endsWith('.sh'));

/** Reads a script as the shell of Debian's images does, without running it. */
async function syntax(text: string): Promise<{ exitCode: number | undefined; stderr: string }> {
  const shell = ['--rm', '--interactive', '--network=none', '--read-only', '--entrypoint=dash', offlineImages.redis];
  const { exitCode, stderr } = await execa('docker', ['run', ...shell, '-n'], { input: text, reject: false });
  return { exitCode, stderr };
}

test.each(scripts)('%s is a script of a plain POSIX shell', async (name) => {
  const text = readFileSync(join(folder, name), 'utf8');
  expect(await syntax(text)).toMatchObject({ exitCode: 0, stderr: '' });
  expect(text, 'bash only').not.toMatch(/\[\[|\bfunction \w|<<<|^\s*local /m);
  expect(text, 'stops at errors, or at least at unset variables').toMatch(/^set -e?u$/m);
});

test('a broken script is refused', async () => {
  expect(await syntax('if true; then\n')).toMatchObject({ exitCode: 2 });
});
