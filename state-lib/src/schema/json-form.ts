import * as z from 'zod';

/** JSON Schema (2020-12) of what a value looks like in JSON, where the validator's own structure does not say it. */
export interface JsonForm {
  /** What is accepted. */
  readonly input: z.core.JSONSchema.JSONSchema;
  /** What is answered. */
  readonly output: z.core.JSONSchema.JSONSchema;
}

/** JSON forms of validators that convert, such as decimal strings to bigint. */
export const jsonForms = z.registry<JsonForm>();
