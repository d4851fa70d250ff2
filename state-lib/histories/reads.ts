import { regionId } from '../src/schema/regions.js';
import type { State } from '../src/state.js';
import { boundsOf, contended, entityKey, ownerOf, playerKey, regionKey } from './keys.js';
import type { Group } from './keys.js';
import { pick } from './random.js';
import { read, seen } from './tell.js';
import type { Tell } from './tell.js';

/** One random read of rows of a group. */
export async function randomRead(state: State, group: Group, random: () => number, tell: Tell): Promise<void> {
  const dice = random();
  const { index, entityIds, places, playerNames, lists } = group;
  if (dice < 0.4) {
    const id = random() < 0.5 ? pick(random, entityIds.slice(0, contended)) : pick(random, entityIds);
    await read(tell, index, async () => [seen(entityKey(id), await state.entities.get(id))]);
  } else if (dice < 0.56) {
    const at = pick(random, places);
    await read(tell, index, async () => [seen(regionKey(regionId(at)), await state.regions.get(at))]);
  } else if (dice < 0.72) {
    const names = [pick(random, playerNames), pick(random, playerNames)];
    await read(tell, index, async () =>
      (await state.players.getMany(names)).map((row, place) => seen(playerKey(names[place] as string), row)),
    );
  } else if (dice < 0.91) {
    const list = pick(random, lists);
    const work = async () => (await state.entities.inRegion(list)).rows.map((row) => seen(entityKey(row.id), row));
    await read(tell, index, work, list);
  } else if (dice < 0.97)
    await read(tell, index, async () => allOf(group, (await state.regions.bounds(boundsOf(group))).rows));
  else await readPastCache(state, group, random, tell);
}

/** Reads that always ask the database: a while after one has seen a new state, no other may find an older one. */
export async function readPastCache(state: State, group: Group, random: () => number, tell: Tell): Promise<void> {
  const { index, lists } = group;
  if (random() < 0.3)
    return await read(tell, index, async () => allOf(group, (await state.regions.ownedBy(ownerOf(group))).rows));
  const list = pick(random, lists);
  const work = async () => (await state.entities.newest(list)).rows.map((row) => seen(entityKey(row.id), row));
  await read(tell, index, work, list);
}

function allOf({ places }: Group, rows: readonly { readonly id: string; readonly version: bigint }[]) {
  const found = new Map(rows.map((row) => [row.id, row]));
  return places.map((at) => seen(regionKey(regionId(at)), found.get(regionId(at))));
}
