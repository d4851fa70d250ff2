import { setTimeout as sleep } from 'node:timers/promises';
import type { Report } from '../../toolchain/report.js';
import type { ChosenStack } from '../stack-choice.js';
import { replicas } from '../status/replicas.js';

const patienceMs = 60_000;

/**
 * Waits until every container of a tier is healthy: a container that was there and only had to be started is done for Terraform once it runs.
 * Gives up after a minute without an error, since the smoke checks say what is wrong.
 */
export async function untilHealthy({ facts }: ChosenStack, report: Report): Promise<void> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const waiting = (await replicas(facts.stack)).filter(({ state }) => state !== 'healthy');
    if (waiting.length === 0 || performance.now() > end) return;
    report(waiting.map(({ name, state }) => `${name} ${state}`).join(', '));
    await sleep(500);
  }
}
