import { beforeAll, afterAll, describe, expect, it } from 'vitest';
import { Bench } from '../broken/bench.js';
import { redisCommands } from '../broken/logins.js';
import { run } from '../commands.js';
import { StateClient } from '../state-client.js';
import { testStack } from '../test-stack.js';
import { inspected } from './killing.js';
import { LightLoad } from './light-load.js';
import { namedPrimary, untilAnother, untilReplica } from './redis-roles.js';

const minuteMs = 60_000;
const { context, stack } = testStack();
const bench = new Bench(context);
const lateKey = 'ps:late';

describe('a Redis primary that does not answer', { timeout: 6 * minuteMs }, () => {
  let load: LightLoad;
  let repair = async (): Promise<void> => {};

  beforeAll(() => {
    load = new LightLoad(new StateClient(context.facts));
  });
  afterAll(async () => await repair(), minuteMs);

  it.each(['paused', 'paused once more'])('%s: the other takes over, and it comes back as its replica', async () => {
    const before = await namedPrimary(bench);
    repair = async () => void (await bench.docker(['unpause', bench.container(before)]));
    await bench.docker(['pause', bench.container(before)]);
    const after = await untilAnother(bench, before);
    expect(after).not.toBe(before);
    await repair();
    repair = async () => {};
    await untilReplica(bench, before);
  });

  it('cut off: what is written to it too late is gone, not merged', async () => {
    const before = await namedPrimary(bench);
    const network = `${stack}-data`;
    const address = await inspected(bench, before, `{{(index .NetworkSettings.Networks "${network}").IPAddress}}`);
    repair = async () =>
      void (await bench.docker(['network', 'connect', '--ip', address, network, bench.container(before)]));
    await bench.docker(['network', 'disconnect', network, bench.container(before)]);
    const after = await untilAnother(bench, before);
    // What a primary does while nobody follows it is lost by design; min-replicas-to-write may refuse it.
    const late = await redisCommands(bench, before, `SET ${lateKey} late`).catch((error: unknown) => String(error));
    expect(late).toMatch(/OK|NOREPLICAS/);
    await repair();
    repair = async () => {};
    await untilReplica(bench, before);
    for (const redis of [before, after])
      expect(await redisCommands(bench, redis, `EXISTS ${lateKey}`)).toMatch(/0\s*$/);
  });

  it('loses no acknowledged write of the game', async () => {
    const { acknowledged, failed, lost } = await load.stop();
    expect(acknowledged).toBeGreaterThan(100);
    expect(lost).toEqual([]);
    console.log(`${acknowledged} writes acknowledged, ${failed.length} failed twice`);
  });

  it('leaves nothing to change: npm start keeps the new primary, and passes', async () => {
    const primary = await namedPrimary(bench);
    const { exitCode, output } = await run('npm', 'start', '--', '--stack', stack);
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(output).toContain('nothing to change');
    expect(await namedPrimary(bench)).toBe(primary);
  });
});
