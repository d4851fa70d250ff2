import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { int8Schema } from '../schema/columns.js';
import type { Json } from '../schema/json.js';
import { regionCoordinates, regions } from '../schema/regions.js';
import { column } from '../schema/table.js';
import type { Region } from '../schema/regions.js';
import type { State } from '../state.js';
import { InvalidInput } from '../errors.js';

const { ownerServerId, isActive, playerCount, entityCount } = regions.columns;

const body = z.strictObject({
  ownerServerId: ownerServerId.schema.optional(),
  isActive: isActive.schema.optional(),
  playerCount: playerCount.schema.optional(),
  entityCount: entityCount.schema.optional(),
  x: int8Schema.optional(),
  y: int8Schema.optional(),
  z: int8Schema.optional(),
  /** Version that the region must have. */
  version: int8Schema.optional(),
});

const params = z.strictObject({ id: z.string() });

function regionJson(region: Region): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(region).map(([field, value]) => [field, column(regions, field).pack(value)]),
  );
}

/** `GET` and `PUT /v1/regions/:id`. */
export function regionRoutes(app: FastifyInstance, state: State): void {
  app.get('/v1/regions/:id', async (request, reply) => {
    const { id } = params.parse(request.params);
    const { value, from } = await state.regions.find(regionCoordinates(id));
    reply.header('x-state-source', from);
    if (value === undefined)
      return reply.code(404).send({ error: 'NOT_FOUND', message: `region ${id} does not exist`, source: from });
    return { ...regionJson(value), source: from };
  });

  app.put('/v1/regions/:id', async (request) => {
    const { id } = params.parse(request.params);
    const at = regionCoordinates(id);
    const { x = at.x, y = at.y, z: depth = at.z, version: expected, ...values } = body.parse(request.body);
    if (x !== at.x || y !== at.y || depth !== at.z)
      throw new InvalidInput(`x, y, z of the body are not those of region ${id}`);
    const version = await state.regions.put({ ...at, ...given(values) }, { expected });
    return { id, version: version.toString() };
  });
}

/** The values that are there. */
function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
