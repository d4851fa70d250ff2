import { execa } from 'execa';
import { createInterface } from 'node:readline';
import { Refusal } from '../../toolchain/refusal.js';
import type { CheckResult } from '../outcome.js';
import { readInsideLine } from './inside-lines.js';

/**
 * Starts the stack's smoke container again, which makes the inside checks, and gives their results.
 *
 * @throws Refusal when it ends without a summary.
 */
export async function runInsidePart(stack: string, onResult: (result: CheckResult) => void): Promise<CheckResult[]> {
  const name = containerOf(stack);
  const run = execa('docker', ['start', '--attach', name], { reject: false, stdin: 'ignore' });
  const results: CheckResult[] = [];
  let complete = false;
  for await (const line of createInterface({ input: run.stdout })) {
    const read = readInsideLine(line);
    if (read === undefined) continue;
    if (read === 'summary') {
      complete = true;
    } else {
      results.push(read);
      onResult(read);
    }
  }
  const { exitCode, stderr } = await run;
  if (complete) return results;
  throw new Refusal(
    `${name} ended with exit code ${exitCode ?? 'none'} before its summary${stderr === '' ? '' : `: ${stderr.trim()}`}; ` +
      `see docker logs ${name}`,
  );
}

const containerOf = (stack: string): string => `${stack}-smoke`;

/**
 * Makes sure that the stack can be checked. One container is one run at a time: waits for another that is under way.
 *
 * @throws Refusal when there is no Docker client, no engine or no such container.
 */
export async function waitUntilFree(stack: string): Promise<void> {
  const name = containerOf(stack);
  const { stdout, stderr, exitCode, code } = await execa(
    'docker',
    ['inspect', '--type', 'container', '--format', '{{.State.Running}}', name],
    { reject: false },
  );
  if (code === 'ENOENT') throw new Refusal('there is no docker client: install Docker, then npm start');
  if (/no such container/i.test(stderr))
    throw new Refusal(
      `there is no container ${name}, which makes the checks from inside: the stack is not deployed, or the deploy stopped ` +
        'before its smoke tests; npm start deploys it (another stack: --stack NAME)',
    );
  if (exitCode !== 0) throw new Refusal(`docker inspect ${name}: ${stderr}`);
  if (stdout.trim() === 'true') await execa('docker', ['wait', name], { reject: false });
}
