import { types } from 'pg';

const timestamptz = types.builtins.TIMESTAMPTZ;
type Oid = Parameters<typeof types.getTypeParser>[0];
const utc = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00(:00)?$/;

/** What the driver reads a column's text with. Times in UTC, as both databases send them, are read without pg's general pattern. */
export const columnTypes = {
  getTypeParser: (oid: Oid, format?: 'text' | 'binary'): ((text: string) => unknown) =>
    oid === timestamptz && format !== 'binary' ? time : (types.getTypeParser(oid, format) as (text: string) => unknown),
};

const pgTime = types.getTypeParser(timestamptz, 'text') as (text: string) => unknown;

function time(text: string): unknown {
  if (!utc.test(text)) return pgTime(text);
  const year = number(text, 0, 4);
  // Date.UTC takes a year below 100 for one of the 20th century.
  if (year < 100) return pgTime(text);
  const point = text.charAt(19) === '.' ? text.indexOf('+') - 20 : 0;
  const digits = Math.min(3, point);
  const milliseconds = digits === 0 ? 0 : number(text, 20, digits) * 10 ** (3 - digits);
  return new Date(
    Date.UTC(
      year,
      number(text, 5, 2) - 1,
      number(text, 8, 2),
      number(text, 11, 2),
      number(text, 14, 2),
      number(text, 17, 2),
      milliseconds,
    ),
  );
}

function number(text: string, start: number, length: number): number {
  let value = 0;
  for (let index = start; index < start + length; index += 1) value = value * 10 + text.charCodeAt(index) - 48;
  return value;
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
