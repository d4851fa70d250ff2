import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { State } from '../src/state.js';
import { startPair } from './backing/states.js';
import type { Pair } from './backing/states.js';

let pair: Pair;
let one: State;
let two: State;

beforeAll(async () => {
  pair = await startPair();
  ({ one, two } = pair);
}, 60_000);

afterAll(async () => await pair.stop(), 60_000);

const entity = (regionId: string) => ({
  id: randomUUID(),
  regionId,
  entityType: 'tree',
  position: { x: 1, y: 2, z: 3 },
  payload: { wood: 7 },
});

describe('entities by time', () => {
  const tells = async (
    ask: (after: string | undefined) => Promise<{ rows: readonly { id: string }[]; next: string | undefined }>,
  ) => {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await ask(after);
      seen.push(...page.rows.map(({ id }) => id));
      after = page.next;
    } while (after !== undefined);
    return seen;
  };

  it('come in pages, the newest of a region first and the last changed last, rows of one moment included', async () => {
    const start = new Date();
    const first = Array.from({ length: 5 }, () => entity('20_20_20'));
    const second = Array.from({ length: 4 }, () => entity('20_20_20'));
    await one.entities.createMany(first);
    await one.entities.createMany(second);
    const sorted = (list: readonly { id: string }[]) => list.map(({ id }) => id).toSorted();
    const newest = await tells(async (after) => await two.entities.newest('20_20_20', { after, limit: 2 }));
    expect(newest).toEqual([...sorted(second).toReversed(), ...sorted(first).toReversed()]);
    await one.entities.update(first[0]?.id ?? '', { entityType: 'bush' });
    const changed = await tells(async (after) => await two.entities.changedSince(start, { after, limit: 3 }));
    const rest = first.slice(1);
    expect(changed).toEqual([...sorted(rest), ...sorted(second), first[0]?.id]);
    await expect(two.entities.newest('20_20_20', { after: 'x' })).rejects.toThrow(
      'after must be `next` of the page before',
    );
  });
});
