import { regionId } from '../../src/schema/regions.js';
import { contended, entityKey, entityTypes, lastingPlaces, mortal, regionKey } from '../keys.js';
import { unchanged } from '../places.js';
import { pick, some } from '../random.js';
import { write } from '../tell.js';
import type { Operation } from './operation.js';

/** A transaction on entities and a region; at `read committed`, half of them. Some of the entities may be missing. */
export const transact: Operation = async (state, group, random, tell) => {
  const ids = some(random, group.entityIds.slice(contended, mortal), 2);
  const [region, entityType] = [pick(random, group.lists), pick(random, entityTypes)];
  const place = `${region}/${entityType}`;
  const at = regionId(pick(random, lastingPlaces(group)));
  const entities = some(random, group.entityIds.slice(mortal), 2).map((id) => ({
    ...{ id, regionId: region, entityType, position: {}, payload: 0 },
  }));
  const moved = ids.map((id) => ({ key: entityKey(id), place }));
  const put = entities.map(({ id }) => ({ key: entityKey(id), place }));
  const rows = [...moved, ...put, { key: regionKey(at), place: unchanged }];
  const isolation = random() < 0.5 ? 'serializable' : 'read committed';
  const changes = ids.map((key) => ({ key, change: { regionId: region, entityType } }));
  const work = async (): Promise<readonly bigint[]> =>
    await state.transaction(
      async (transaction) => [
        ...(await transaction.updateMany(state.entities, changes)),
        ...(await transaction.putMany(state.entities, entities)),
        await transaction.update(state.regions.rows, at, { entityCount: 1n }),
      ],
      { isolation },
    );
  await write(tell, group.index, rows, work);
};
