import { groups } from '../keys.js';
import { choose } from '../random.js';
import type { State } from '../../src/state.js';
import type { Tell } from '../tell.js';
import { createEntities, writeEntities } from './entity-writes.js';
import type { Operation } from './operation.js';
import { createPlayers, writePlayers } from './player-writes.js';
import { createRegions, writeRegions } from './region-writes.js';
import { transact } from './transactions.js';

/** One random write of rows of a group. */
export const randomWrite: Operation = async (state, group, random, tell) =>
  await choose(random, [
    [0.49, writeEntities],
    [0.2, writeRegions],
    [0.25, writePlayers],
    [0.06, transact],
  ])(state, group, random, tell);

/** Creates every row. */
export async function createAll(state: State, random: () => number, tell: Tell): Promise<void> {
  for (const group of groups)
    for (const create of [createRegions, createPlayers, createEntities]) await create(state, group, random, tell);
}
