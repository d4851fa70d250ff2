import type { Entity, entities as table } from '../../src/schema/entities.js';
import { regionId } from '../../src/schema/regions.js';
import type { NewRow } from '../../src/schema/table.js';
import type { State } from '../../src/state.js';
import type { Transaction } from '../../src/store/transaction.js';
import { contended, entityKey, entityTypes, lastingPlaces, mortal, regionKey } from '../keys.js';
import { unchanged } from '../places.js';
import { pick, some } from '../random.js';
import { deleted, write } from '../tell.js';
import type { Operation } from './operation.js';

/** Deletes those that are there and creates those that are not; gives the versions of both. */
async function replace(
  transaction: Transaction,
  store: State['entities'],
  present: readonly Entity[],
  missing: readonly NewRow<typeof table.columns>[],
): Promise<bigint[]> {
  const expected = present.map(({ version }) => version);
  const ids = present.map(({ id }) => id);
  await transaction.deleteMany(store, ids, { expected });
  return [...expected, ...(await transaction.createMany(store, missing))];
}

/** A transaction on entities and a region; at `read committed`, half of them. Some of the entities may be missing. */
export const transact: Operation = async (state, group, random, tell) => {
  const ids = some(random, group.entityIds.slice(contended, mortal), 2);
  const [region, entityType] = [pick(random, group.lists), pick(random, entityTypes)];
  const place = `${region}/${entityType}`;
  const at = regionId(pick(random, lastingPlaces(group)));
  const mortals = some(random, group.entityIds.slice(mortal), 2);
  const present = (await state.entities.getMany(mortals)).filter((row) => row !== undefined);
  const entities = mortals.map((id) => ({ id, regionId: region, entityType, position: {}, payload: 0 }));
  const missing = entities.filter(({ id }) => !present.some((row) => row.id === id));
  const isPut = random() < 0.5;
  const moved = ids.map((id) => ({ key: entityKey(id), place }));
  const ended = isPut ? [] : present.map(({ id }) => deleted(entityKey(id)));
  const made = (isPut ? entities : missing).map(({ id }) => ({ key: entityKey(id), place }));
  const rows = [...moved, ...ended, ...made, { key: regionKey(at), place: unchanged }];
  const isolation = random() < 0.5 ? 'serializable' : 'read committed';
  const changes = ids.map((key) => ({ key, change: { regionId: region, entityType } }));
  const work = async (): Promise<readonly bigint[]> =>
    await state.transaction(
      async (transaction) => {
        const moves = await transaction.updateMany(state.entities, changes);
        const others = isPut
          ? await transaction.putMany(state.entities, entities)
          : await replace(transaction, state.entities, present, missing);
        return [...moves, ...others, await transaction.update(state.regions.rows, at, { entityCount: 1n })];
      },
      { isolation },
    );
  await write(tell, group.index, rows, work);
};
