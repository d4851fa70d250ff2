import * as z from 'zod';
import { jsonForms } from '../../schema/json-form.js';

/** A JSON Schema (2020-12), as OpenAPI 3.1 has them. */
export type JsonSchema = Record<string, unknown>;

export const componentReference = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

type Direction = 'input' | 'output';

function settings(direction: Direction) {
  const override = ({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: JsonSchema }): void => {
    const form = jsonForms.get(zodSchema as never);
    if (form === undefined) return;
    const { description, default: preset } = jsonSchema;
    for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
    Object.assign(jsonSchema, form[direction], description === undefined ? {} : { description });
    if (preset !== undefined) jsonSchema['default'] = preset;
  };
  return { io: direction, unrepresentable: 'any', override } as const;
}

/** Named schemas; each refers to the others by name. `direction`: what is accepted, or what is answered. */
export function componentSchemas(
  named: ReadonlyMap<string, z.ZodType>,
  direction: Direction,
): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of named) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    ...settings(direction),
    uri: (id) => `#/components/schemas/${id}`,
  });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, bare(schema)]));
}

/** One schema of what is accepted. */
export function inputSchema(schema: z.ZodType): JsonSchema {
  return bare(z.toJSONSchema(schema, settings('input')));
}

function bare(schema: object): JsonSchema {
  const { $schema: _dialect, $id: _id, ...rest } = schema as JsonSchema;
  return rest;
}
