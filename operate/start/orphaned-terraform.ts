import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Report } from '../../toolchain/report.js';
import { checkout } from '../../toolchain/tools-directory.js';
import { processes } from '../descendants.js';
import { Failure } from '../failure.js';
import type { ChosenStack } from '../stack-choice.js';

/** Without a reader of its output, Terraform ends at its next line, which comes every 10 s. */
const patienceMs = 60_000;

/**
 * Waits until the Terraform of an earlier run has ended, whose `npm start` was killed. On Linux; elsewhere Terraform's own lock of the
 * state refuses a second one.
 *
 * @throws Failure when it does not end.
 */
export async function untilOrphansEnd(
  { output, profile }: Pick<ChosenStack, 'output' | 'profile'>,
  report: Report,
): Promise<void> {
  const directory = join(checkout, output, 'stacks', profile);
  const end = performance.now() + patienceMs;
  for (;;) {
    const orphans = await terraformIn(directory);
    if (orphans.length === 0) return;
    report(`waiting for Terraform of a run that was killed (process ${orphans.join(', ')})`);
    if (performance.now() > end) {
      throw new Failure(
        `Terraform of an earlier run still changes this stack (process ${orphans.join(', ')}): stop it (kill -INT ${orphans.join(' ')}), and run the command again.`,
      );
    }
    await sleep(500);
  }
}

async function terraformIn(directory: string): Promise<number[]> {
  const running = (await processes()).filter(({ program }) => program === 'terraform' || program === 'tofu');
  return running.filter(({ pid }) => workingDirectory(pid) === directory).map(({ pid }) => pid);
}

function workingDirectory(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}
