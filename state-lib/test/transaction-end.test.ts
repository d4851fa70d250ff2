import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { State } from '../src/state.js';
import type { Transaction } from '../src/store/transaction.js';
import { startPair } from './backing/states.js';
import type { Pair } from './backing/states.js';
import { until } from './backing/until.js';

let pair: Pair;

beforeAll(async () => {
  pair = await startPair();
}, 60_000);

afterAll(async () => await pair.stop(), 60_000);

const entity = (entityType: string) => ({
  ...{ id: randomUUID(), regionId: '9_9_9', entityType, position: {}, payload: { wood: 7 } },
});

const run: State['transaction'] = async (work) => await pair.one.transaction(work);
const explained: State['transaction'] = async (work) => {
  let result: unknown;
  await pair.one.explain(async ({ transaction }) => (result = await transaction(work)));
  return result as never;
};

it('what a transaction did not wait for is part of it or refused, and never committed alone', async () => {
  const { one, two } = pair;
  const [rock, tree] = [entity('rock'), entity('tree')];
  await one.entities.createMany([rock, tree]);
  await until(async () => expect((await two.entities.find(tree.id)).from).toBe('cache'));
  const failing = async (transaction: Transaction): Promise<unknown> =>
    await Promise.all([
      transaction.update(one.entities, randomUUID(), { payload: 'none' }),
      transaction
        .get(one.entities, rock.id)
        .then(async () => await transaction.update(one.entities, rock.id, { payload: 'late' })),
    ]);
  for (const ending of [run, explained]) {
    await expect(ending(failing)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await setTimeout(50);
    expect(await two.entities.get(rock.id)).toMatchObject({ payload: rock.payload });
  }
  let late: Promise<unknown> = Promise.resolve();
  await run(async (transaction) => {
    late = transaction.update(one.entities, tree.id, { payload: 'not waited for' });
    await Promise.resolve();
  });
  await late;
  expect(await two.entities.get(tree.id)).toMatchObject({ payload: 'not waited for' });
  let kept: Transaction | undefined;
  await run(async (transaction) => void (kept = transaction));
  await expect(kept?.get(one.entities, rock.id)).rejects.toMatchObject({ code: 'CLOSED' });
});
