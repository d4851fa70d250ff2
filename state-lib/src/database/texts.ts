import { types } from 'pg';
import { readTime } from './bytes.js';

const timestamptz = types.builtins.TIMESTAMPTZ;
type Oid = Parameters<typeof types.getTypeParser>[0];

/** What the driver reads a column's text with. Times in UTC, as both databases send them, are read without pg's general pattern. */
export const columnTypes = {
  getTypeParser: (oid: Oid, format?: 'text' | 'binary'): ((text: string) => unknown) =>
    oid === timestamptz && format !== 'binary' ? time : (types.getTypeParser(oid, format) as (text: string) => unknown),
};

function time(text: string): Date {
  return readTime(Buffer.from(text, 'latin1'), 0, text.length);
}

/** A parameter as pg takes it: a flat array becomes the text of a SQL array. */
export function parameter(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  let text = '';
  // Runs of the same value are common: rows of one region, no expected version.
  let [last, lastText]: [unknown, string] = [value, ''];
  for (const item of value as readonly unknown[]) {
    if (item !== last) {
      const found = element(item);
      if (found === undefined) return value;
      [last, lastText] = [item, found];
    }
    text += text === '' ? lastText : `,${lastText}`;
  }
  return `{${text}}`;
}

/** An element of a SQL array; undefined: it is no plain value. */
function element(item: unknown): string | undefined {
  if (item === null) return 'NULL';
  if (typeof item === 'number' || typeof item === 'boolean') return String(item);
  if (typeof item !== 'string') return undefined;
  const escaped = item.includes('\\') ? item.replaceAll('\\', '\\\\') : item;
  return escaped.includes('"') ? `"${escaped.replaceAll('"', '\\"')}"` : `"${escaped}"`;
}
