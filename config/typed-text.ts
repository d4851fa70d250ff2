import { parseDocument } from 'yaml';
import { z } from 'zod';
import { unwrapDefaults } from './setting-leaves.js';

/**
 * A setting that came as text, as the type that its schema has: `9000` becomes a number only where one is wanted. Lists and groups are
 * read as YAML, such as `[region=a, region=b]`. What does not fit stays text, and the schema says so.
 */
export function typedText(text: string, schema: z.ZodType | undefined): unknown {
  const inner = schema === undefined ? undefined : unwrapDefaults(schema);
  if (inner instanceof z.ZodUnion) return firstFitting(text, inner.options as z.ZodType[]);
  if (inner instanceof z.ZodNumber || isNumberLiteral(inner))
    return /^[-+]?\d*\.?\d+(e[-+]?\d+)?$/i.test(text) ? Number(text) : text;
  if (inner instanceof z.ZodBoolean) return text === 'true' ? true : text === 'false' ? false : text;
  if (inner instanceof z.ZodArray || inner instanceof z.ZodRecord || inner instanceof z.ZodObject)
    return collection(text);
  return text;
}

function isNumberLiteral(schema: z.ZodType | undefined): boolean {
  return schema instanceof z.ZodLiteral && typeof schema.value === 'number';
}

function firstFitting(text: string, options: readonly z.ZodType[]): unknown {
  const values = options.map((option) => typedText(text, option));
  return values.find((value, index) => options[index]?.safeParse(value).success) ?? values.at(-1);
}

function collection(text: string): unknown {
  const document = parseDocument(text);
  const value: unknown = document.errors.length > 0 ? text : document.toJS();
  return typeof value === 'object' && value !== null ? value : text;
}
