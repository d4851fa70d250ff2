import { z } from 'zod';
import { closest } from './closest.js';
import { quoted } from './quoted.js';

type Issue = z.core.$ZodIssue;

export interface Fault {
  readonly path: readonly PropertyKey[];
  /** Key, what is allowed, what was found. */
  readonly sentence: string;
}

/** What is wrong, a sentence for each key. */
export function describeIssue(issue: Issue, schema: z.ZodType): Fault[] {
  const key = keyText(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path);
    return issue.keys.map((unknown) => {
      const near = closest(unknown, known);
      const path = [...issue.path, unknown];
      const advice = near ? `did you mean "${near}"?` : `known here: ${known.join(', ')}`;
      return { path, sentence: `${keyText(path)} is not a known key; ${advice}` };
    });
  }
  if (issue.code === 'invalid_union') {
    const inner = issue.errors.flat().filter(({ code }) => code !== 'invalid_value');
    if (inner[0]) return describeIssue({ ...inner[0], path: issue.path, input: issue.input } as Issue, schema);
  }
  return [{ path: issue.path, sentence: `${key} ${allowed(issue)}, got ${found(issue.input)}` }];
}

/** A key as a person reads it; a name that is no word is quoted, so that it stays on its line. */
function keyText(path: readonly PropertyKey[]): string {
  return path.map((name) => (/^[\w-]+$/.test(String(name)) ? String(name) : quoted(String(name)))).join('.');
}

function allowed(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${typeNames[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return issue.origin === 'array'
        ? `must have at least ${issue.minimum} entries`
        : `must be at least ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'array'
        ? `must have at most ${issue.maximum} entries`
        : `must be at most ${issue.maximum}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      return issue.message.startsWith('must') ? issue.message : `must match ${issue.pattern ?? issue.format}`;
    default:
      return issue.message;
  }
}

const typeNames: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of settings',
  record: 'a group of settings',
};

function found(input: unknown): string {
  if (input === undefined) return 'nothing';
  return typeof input === 'number' ? String(input) : quoted(input);
}

function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let here: unknown = schema;
  for (const step of path) here = shape(here)?.[String(step)];
  return Object.keys(shape(here) ?? {});
}

function shape(schema: unknown): Record<string, unknown> | undefined {
  if (schema instanceof z.ZodObject) return schema.shape;
  if (schema instanceof z.ZodPrefault || schema instanceof z.ZodDefault) return shape(schema.unwrap());
  return undefined;
}
