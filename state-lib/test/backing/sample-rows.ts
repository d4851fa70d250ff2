import { randomInt, randomUUID } from 'node:crypto';

/** A table of the API with rows to try it on. */
export interface Sample {
  readonly plural: 'regions' | 'entities' | 'players';
  readonly key: string;
  /** A key that no row has yet. */
  readonly newKey: () => string;
  /** The row of a batch. */
  readonly row: (key: string, more?: object) => Record<string, unknown>;
  /** The body of a PUT. */
  readonly values: object;
  /** A change and another. */
  readonly changes: readonly [object, object];
}

const entityValues = { regionId: '1_1_1', entityType: 'tree', position: [1, 2, 3], payload: { hp: 5 } };
const playerValues = {
  ...{ regionId: '1_1_1', positionX: 0.5, positionY: -1, positionZ: 1e300 },
  ...{ lastLogin: '2026-11-24T10:00:00Z', session: {} },
};

export const regionSample: Sample = {
  ...{ plural: 'regions', key: 'id', values: { isActive: false } },
  newKey: () => `${-randomInt(2 ** 40)}_0_1`,
  row: (key, more = {}) => {
    const [x, y, z] = key.split('_');
    return { x, y, z, ...more };
  },
  changes: [{ isActive: false }, { playerCount: '2' }],
};

export const entitySample: Sample = {
  ...{ plural: 'entities', key: 'id', newKey: randomUUID, values: entityValues },
  row: (id, more = {}) => ({ id, ...entityValues, ...more }),
  changes: [{ payload: null }, { payload: [1, 'two', { three: 3.5 }] }],
};

export const playerSample: Sample = {
  ...{ plural: 'players', key: 'username', values: playerValues },
  newKey: () => `Jo: ${randomUUID().slice(0, 8)} 😀/%?#`,
  row: (username, more = {}) => ({ username, ...playerValues, ...more }),
  changes: [{ positionX: -0.25 }, { regionId: '2_1_1', session: { a: [] } }],
};

export const samples = [regionSample, entitySample, playerSample] as const;
