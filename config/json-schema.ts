import { z } from 'zod';
import { settingsSchema } from './schema.js';

/** The JSON Schema of a profile, for editors: `config/schema.json`. Written by `npm run settings`. */
export function profileJsonSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(settingsSchema, { io: 'input', target: 'draft-7' });
  return `${JSON.stringify({ $schema, title: 'Profile of the state tier', ...schema }, undefined, 2)}\n`;
}
