import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { execa } from 'execa';
import { afterAll, expect, it } from 'vitest';
import { untilOrphansEnd } from '../../operate/start/orphaned-terraform.js';
import { checkout } from '../../toolchain/tools-directory.js';

const directory = mkdtempSync(join(tmpdir(), 'orphan-'));
afterAll(() => rmSync(directory, { recursive: true }));

it.runIf(process.platform === 'linux')(
  'a Terraform that still runs in the folder of a stack is waited for, and no other',
  async () => {
    for (const profile of ['local', 'other']) mkdirSync(join(directory, 'stacks', profile), { recursive: true });
    const terraform = join(directory, 'terraform');
    copyFileSync('/bin/sleep', terraform);
    const running = execa(terraform, ['1.5'], { cwd: join(directory, 'stacks', 'local') });
    const output = relative(checkout, directory);

    const told: string[] = [];
    await untilOrphansEnd({ output, profile: 'other' }, (line) => told.push(line));
    expect(told).toEqual([]);
    await untilOrphansEnd({ output, profile: 'local' }, (line) => told.push(line));
    expect(told[0]).toBe(`waiting for Terraform of a run that was killed (process ${running.pid})`);
    expect((await running).exitCode).toBe(0);
  },
);
