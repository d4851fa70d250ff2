import { boundsOf, contended, entityTypes, ownerOf } from '../keys.js';
import { choose, pick, some } from '../random.js';
import { read } from '../tell.js';
import type { Operation } from './operation.js';
import { readPages } from './pages.js';
import {
  askedEntities,
  askedPlayers,
  askedRegions,
  listedEntities,
  listedPlayers,
  listedRegions,
} from './seen-rows.js';

/** Half of them of a few, so that they meet writers. */
const oneEntity: Operation = async (state, { index, entityIds }, random, tell) => {
  const id = pick(random, random() < 0.5 ? entityIds.slice(0, contended) : entityIds);
  await read(tell, index, async () => askedEntities([id], [await state.entities.get(id)]));
};

const manyEntities: Operation = async (state, { index, entityIds }, random, tell) => {
  const ids = some(random, entityIds, 6);
  await read(tell, index, async () => askedEntities(ids, await state.entities.getMany(ids)));
};

const oneRegion: Operation = async (state, { index, places }, random, tell) => {
  const at = pick(random, places);
  await read(tell, index, async () => askedRegions([at], [await state.regions.get(at)]));
};

const manyRegions: Operation = async (state, { index, places }, random, tell) => {
  const all = some(random, places, 4);
  await read(tell, index, async () => askedRegions(all, await state.regions.getMany(all)));
};

const manyPlayers: Operation = async (state, { index, playerNames }, random, tell) => {
  const names = some(random, playerNames, 3);
  await read(tell, index, async () => askedPlayers(names, await state.players.getMany(names)));
};

const entitiesOfRegion: Operation = async (state, { index, lists }, random, tell) => {
  const place = pick(random, lists);
  const work = async () => listedEntities((await state.entities.inRegion(place)).rows);
  await read(tell, index, work, { list: { table: 'entity', place } });
};

const entitiesOfType: Operation = async (state, { index, lists }, random, tell) => {
  const [region, type] = [pick(random, lists), pick(random, entityTypes)];
  const work = async () => listedEntities((await state.entities.inRegion(region, { type })).rows);
  await read(tell, index, work, { list: { table: 'entity', place: `${region}/${type}` } });
};

const playersOfRegion: Operation = async (state, { index, lists }, random, tell) => {
  const place = pick(random, lists);
  const work = async () => listedPlayers((await state.players.inRegion(place)).rows);
  await read(tell, index, work, { list: { table: 'player', place } });
};

const bounds: Operation = async (state, group, random, tell) => {
  const active = random() < 0.3;
  const work = async () => listedRegions((await state.regions.bounds(boundsOf(group), { active })).rows);
  await read(tell, group.index, work, { list: { table: 'region', place: active ? 'active' : '' } });
};

/** What may be old: from memory, as a rule. */
const stale: Operation = async (state, group, random, tell) => {
  const staleMs = pick(random, [100, 400, 1_600]);
  const { index, entityIds, lists } = group;
  if (random() < 0.6) {
    const ids = some(random, entityIds.slice(0, contended), 3);
    const work = async () => askedEntities(ids, await state.entities.getMany(ids, { staleMs }));
    return await read(tell, index, work, { staleMs });
  }
  const place = pick(random, lists);
  const work = async () => listedEntities((await state.entities.inRegion(place, { staleMs })).rows);
  return await read(tell, index, work, { list: { table: 'entity', place }, staleMs });
};

/** Reads that always ask the database: a while after one has seen a new state, no other may find an older one. */
export const readPastCache: Operation = async (state, group, random, tell) => {
  const { index, lists } = group;
  if (random() < 0.3) {
    const work = async () => listedRegions((await state.regions.ownedBy(ownerOf(group))).rows);
    return await read(tell, index, work, { list: { table: 'region', place: '' } });
  }
  const place = pick(random, lists);
  const work = async () => listedEntities((await state.entities.newest(place)).rows);
  return await read(tell, index, work, { list: { table: 'entity', place } });
};

const reads: readonly (readonly [number, Operation])[] = [
  [0.36, oneEntity],
  [0.06, manyEntities],
  [0.12, oneRegion],
  [0.04, manyRegions],
  [0.14, manyPlayers],
  [0.1, entitiesOfRegion],
  [0.03, entitiesOfType],
  [0.04, playersOfRegion],
  [0.04, bounds],
  [0.02, stale],
  [0.02, readPages],
  [0.03, readPastCache],
];

/** One random read of rows of a group. */
export const randomRead: Operation = async (state, group, random, tell) =>
  await choose(random, reads)(state, group, random, tell);
