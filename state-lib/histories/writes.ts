import { regionId } from '../src/schema/regions.js';
import type { State } from '../src/state.js';
import { contended, entityKey, groups, mortal, ownerOf, playerKey, regionKey } from './keys.js';
import type { Group } from './keys.js';
import { pick } from './random.js';
import { write } from './tell.js';
import type { Tell } from './tell.js';

/** One random write of rows of a group. */
export async function randomWrite(state: State, group: Group, random: () => number, tell: Tell): Promise<void> {
  const dice = random();
  const { index, places, playerNames } = group;
  if (dice < 0.35) await updateEntity(state, group, random, tell);
  else if (dice < 0.55) {
    const at = pick(random, places);
    const change = { playerCount: BigInt(Math.floor(random() * 1e6)) };
    const row = { key: regionKey(regionId(at)), place: '' };
    await write(tell, index, [row], async () => [await state.regions.update(at, change)]);
  } else if (dice < 0.85) {
    const username = pick(random, playerNames);
    const row = { key: playerKey(username), place: '' };
    await write(tell, index, [row], async () => [await state.players.update(username, { positionX: random() })]);
  } else if (dice < 0.9) await deleteOrCreate(state, group, random, tell);
  else await transact(state, group, random, tell);
}

/** Half of them on a few entities, so that writers clash; one in four moves the entity to another region, maybe. */
async function updateEntity(state: State, group: Group, random: () => number, tell: Tell): Promise<void> {
  const { entityIds, lists, index } = group;
  const id = pick(random, random() < 0.5 ? entityIds.slice(0, contended) : entityIds.slice(contended, mortal));
  const home = entityIds.indexOf(id) % lists.length;
  const place = lists[random() < 0.75 ? home : Math.floor(random() * lists.length)] as string;
  await write(tell, index, [{ key: entityKey(id), place }], async () => [
    await state.entities.update(id, { regionId: place, payload: random() }),
  ]);
}

async function deleteOrCreate(state: State, group: Group, random: () => number, tell: Tell): Promise<void> {
  const { index } = group;
  const id = pick(random, group.entityIds.slice(mortal));
  const place = pick(random, group.lists);
  const row = await state.entities.get(id);
  const key = entityKey(id);
  if (row === undefined)
    await write(tell, index, [{ key, place }], async () => [await state.entities.create(entity(id, place))]);
  else
    await write(tell, index, [{ key, place: 'gone', deleted: true }], async () => {
      await state.entities.delete(id, { expected: row.version });
      return [row.version];
    });
}

/** A transaction on entities and a region; at `read committed`, half of them. One of the entities may be missing. */
async function transact(state: State, group: Group, random: () => number, tell: Tell): Promise<void> {
  const id = pick(random, group.entityIds.slice(contended, mortal));
  const place = pick(random, group.lists);
  const at = regionId(pick(random, group.places));
  const put = pick(random, group.entityIds.slice(mortal));
  const rows = [
    { key: entityKey(id), place },
    { key: entityKey(put), place },
    { key: regionKey(at), place: '' },
  ];
  const isolation = random() < 0.5 ? 'serializable' : 'read committed';
  const work = async (): Promise<readonly bigint[]> =>
    await state.transaction(
      async (transaction) => [
        await transaction.update(state.entities, id, { regionId: place }),
        await transaction.put(state.entities, entity(put, place)),
        await transaction.update(state.regions.rows, at, { entityCount: 1n }),
      ],
      { isolation },
    );
  await write(tell, group.index, rows, work);
}

const entity = (id: string, regionOf: string) => ({
  ...{ id, regionId: regionOf, entityType: 'thing', position: {}, payload: 0 },
});

/** Creates every row. */
export async function createAll(state: State, tell: Tell): Promise<void> {
  for (const group of groups) {
    const { index, places, playerNames, entityIds } = group;
    const regions = places.map((at) => ({ ...at, ownerServerId: ownerOf(group) }));
    const regionRows = places.map((at) => ({ key: regionKey(regionId(at)), place: '' }));
    await write(tell, index, regionRows, async () => await state.regions.createMany(regions));
    const [regionOf] = group.lists as [string];
    const still = { positionX: 0, positionY: 0, positionZ: 0, lastLogin: new Date(), session: {} };
    const players = playerNames.map((username) => ({ username, regionId: regionOf, ...still }));
    const playerRows = playerNames.map((username) => ({ key: playerKey(username), place: '' }));
    await write(tell, index, playerRows, async () => await state.players.createMany(players));
    const entityRows = entityIds.map((id) => ({ key: entityKey(id), place: regionOf }));
    const entities = entityIds.map((id) => entity(id, regionOf));
    await write(tell, index, entityRows, async () => await state.entities.createMany(entities));
  }
}
