import * as z from 'zod';
import { InvalidInput } from '../../errors.js';
import { RowCodec } from '../../schema/codec.js';
import { int8Schema } from '../../schema/columns.js';
import { entities } from '../../schema/entities.js';
import { players } from '../../schema/players.js';
import { regionCoordinates, regions } from '../../schema/regions.js';
import { rowSchema } from '../../schema/table.js';
import { wholeRegion } from '../../store/regions.js';
import type { NewRegion } from '../../store/regions.js';
import { changeSchema, shapeOf, tableResource } from './resource.js';
import type { Resource } from './resource.js';

export const entityResource = tableResource('Entity', 'entities', entities, (state) => state.entities);
export const playerResource = tableResource('Player', 'players', players, (state) => state.players);

const values = shapeOf(regions, ['ownerServerId', 'isActive', 'playerCount', 'entityCount']);
const axes = { x: int8Schema, y: int8Schema, z: int8Schema };

/** Regions: their keys say where they are, and what a new one does not say has defaults. */
export const regionResource: Resource = {
  name: 'Region',
  plural: 'regions',
  table: regions,
  codec: new RowCodec(regions),
  shown: rowSchema(regions),
  store: (state) => state.regions.rows,
  key: (text) => {
    regionCoordinates(text);
    return text;
  },
  keySchema: z
    .string()
    .describe('`x_y_z`, three 64-bit integers')
    .meta({ pattern: '^-?\\d{1,19}_-?\\d{1,19}_-?\\d{1,19}$' }),
  whole: z.strictObject({ ...values, ...axes }).partial(),
  change: changeSchema(values),
  row: z.strictObject({ ...z.strictObject(values).partial().shape, ...axes }),
  toStore: (body, key) => {
    const given = body as Partial<NewRegion>;
    if (key === undefined) return wholeRegion(given as NewRegion);
    const at = regionCoordinates(key);
    for (const axis of ['x', 'y', 'z'] as const)
      if (given[axis] !== undefined && given[axis] !== at[axis])
        throw new InvalidInput(`x, y, z of the body are not those of region ${key}`);
    return wholeRegion({ ...given, ...at });
  },
};

export const resources = [regionResource, entityResource, playerResource] as const;
