import { regionId } from '../../src/schema/regions.js';
import type { Coordinates } from '../../src/schema/regions.js';
import { lastingPlaces, mortalPlaces, ownerOf, regionKey } from '../keys.js';
import type { Group } from '../keys.js';
import { unchanged } from '../places.js';
import { choose, pick, some } from '../random.js';
import { deleted, write } from '../tell.js';
import type { Operation } from './operation.js';

const keyOf = (at: Coordinates): string => regionKey(regionId(at));
const placeOf = (isActive: boolean): string => (isActive ? 'active' : 'inactive');

const change: Operation = async (state, group, random, tell) => {
  const at = pick(random, lastingPlaces(group));
  const playerCount = BigInt(Math.floor(random() * 1e6));
  await write(tell, group.index, [{ key: keyOf(at), place: unchanged }], async () => [
    await state.regions.update(at, { playerCount }),
  ]);
};

const activate: Operation = async (state, group, random, tell) => {
  const at = pick(random, lastingPlaces(group));
  const isActive = random() < 0.7;
  await write(tell, group.index, [{ key: keyOf(at), place: placeOf(isActive) }], async () => [
    await state.regions.update(at, { isActive }),
  ]);
};

const activateMany: Operation = async (state, group, random, tell) => {
  const all = some(random, lastingPlaces(group), 4).map((at) => ({ at, isActive: random() < 0.7 }));
  const rows = all.map(({ at, isActive }) => ({ key: keyOf(at), place: placeOf(isActive) }));
  const changes = all.map(({ at, isActive }) => ({ at, change: { isActive } }));
  await write(tell, group.index, rows, async () => await state.regions.updateMany(changes));
};

const putMany: Operation = async (state, group, random, tell) => {
  const regions = some(random, mortalPlaces(group), 3).map((at) => newRegion(group, at, random));
  const rows = regions.map((region) => ({ key: keyOf(region), place: placeOf(region.isActive) }));
  await write(tell, group.index, rows, async () => await state.regions.putMany(regions));
};

const deleteOrCreate: Operation = async (state, group, random, tell) => {
  const at = pick(random, mortalPlaces(group));
  const row = await state.regions.get(at);
  const region = newRegion(group, at, random);
  if (row === undefined)
    await write(tell, group.index, [{ key: keyOf(at), place: placeOf(region.isActive) }], async () => [
      await state.regions.create(region),
    ]);
  else
    await write(tell, group.index, [deleted(keyOf(at))], async () => {
      await state.regions.delete(at, { expected: row.version });
      return [row.version];
    });
};

function newRegion(group: Group, { x, y, z }: Coordinates, random: () => number) {
  return { x, y, z, ownerServerId: ownerOf(group), isActive: random() < 0.7 };
}

/** A random write of regions of a group. */
export const writeRegions: Operation = async (state, group, random, tell) =>
  await choose(random, [
    [0.45, change],
    [0.2, activate],
    [0.1, activateMany],
    [0.1, putMany],
    [0.15, deleteOrCreate],
  ])(state, group, random, tell);

/** Creates every region of a group. */
export const createRegions: Operation = async (state, group, random, tell) => {
  const regions = group.places.map((at) => newRegion(group, at, random));
  const rows = regions.map((region) => ({ key: keyOf(region), place: placeOf(region.isActive) }));
  await write(tell, group.index, rows, async () => await state.regions.createMany(regions));
};
