import { isDeepStrictEqual } from 'node:util';
import { expect, it } from 'vitest';
import { Bench } from '../broken/bench.js';
import { run } from '../commands.js';
import { StateClient } from '../state-client.js';
import { testStack } from '../test-stack.js';
import { inspected, replicaNames } from './killing.js';
import { endEngine, ownEngine } from './own-engine.js';

const minuteMs = 60_000;
const { context, stack } = testStack();
const bench = new Bench(context);
const client = new StateClient(context.facts);

// Part of `npm run test:long`. As by a restart of the machine or a package's upgrade; and as by a crash, after which the engine may not have
// started everything again when Terraform looks, which then does.
it.skipIf(process.env['TEST_LONG'] === undefined).for(['SIGTERM', 'SIGKILL'] as const)(
  'an engine that ended by %s is started by npm start; the stack comes back with its data',
  { timeout: 6 * minuteMs },
  async (signal, { skip }) => {
    const engine = await ownEngine(stack);
    skip(typeof engine === 'string', String(engine));
    const written = await client.putRegion('8_-8_8', { playerCount: '12' });
    const before = await ids();
    await endEngine(Number(engine), signal);
    const { exitCode, output, seconds } = await run('npm', 'start', '--', '--stack', stack);
    expect(exitCode, output).toBe(0);
    expect(output).toMatch(/ 0 failed/);
    const isUntouched = /nothing to change/.test(output) && isDeepStrictEqual(await ids(), before);
    expect(isUntouched || signal === 'SIGKILL').toBe(true);
    expect(await client.getRegion('8_-8_8')).toMatchObject({ playerCount: '12', version: written['version'] });
    console.log(`after ${signal} of the engine, npm start took ${seconds.toFixed(0)} s`);
  },
);

/** Container ids by replica. */
async function ids(): Promise<Record<string, string>> {
  const replicas = await replicaNames(bench);
  return Object.fromEntries(
    await Promise.all(replicas.map(async (replica) => [replica, await inspected(bench, replica, '{{.Id}}')] as const)),
  );
}
