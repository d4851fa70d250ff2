import { afterAll, describe, expect, it } from 'vitest';
import { Bench } from '../broken/bench.js';
import { rootAnswers } from '../broken/logins.js';
import { StateClient } from '../state-client.js';
import { testStack } from '../test-stack.js';
import { killedAndBack } from './killing.js';
import { LightLoad } from './light-load.js';

const { context } = testStack();
const bench = new Bench(context);
const client = new StateClient(context.facts);
const nodes = ['cockroach-0', 'cockroach-1', 'cockroach-2'];
/** What docs/faults.md promises. */
const writesAgainWithinMs = 15_000;
// `npm test` kills the node that takes the writes, `npm run test:long` each in turn.
const isLong = process.env['TEST_LONG'] !== undefined;

/** The node that takes the writes: the stand-in has the PostgreSQL of each at a port of its own. */
async function leader(): Promise<string> {
  return `cockroach-${Number((await rootAnswers(bench, 'SHOW port')).trim().split('\n').at(-1)) - 25_430}`;
}

describe('a database node that is killed under the writes of the game', { timeout: 5 * 60_000 }, () => {
  const seen: Record<string, string> = {};
  afterAll(() => console.table(seen));

  async function kill(node: string): Promise<void> {
    const role = (await leader()) === node ? 'takes the writes' : 'has a copy';
    const load = new LightLoad(client);
    await load.goesOnFor(50);
    await killedAndBack(bench, node, 60);
    await load.goesOnFor(25);
    const { acknowledged, failed, lost, gapMs } = await load.stop();
    seen[`${node}, which ${role}`] =
      `${acknowledged} acknowledged, ${failed.length} failed twice, none for ${gapMs} ms`;
    expect(lost).toEqual([]);
    expect(gapMs).toBeLessThan(writesAgainWithinMs);
  }

  it('loses no acknowledged write and holds up writes for less than 15 s: the one that takes them', async () => {
    const first = await leader();
    await kill(first);
    expect(await leader()).not.toBe(first);
  });

  it.runIf(isLong).each(nodes)('and %s', kill);
});
