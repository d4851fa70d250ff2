import { types } from 'pg';
import { FixedDate, fixedDate } from '../schema/fixed-date.js';

/** Reads a value from the text that the database sends of it: `start` to `end` of the bytes. */
export type ReadBytes<T> = (bytes: Buffer, start: number, end: number) => T;

const minus = code('-');
const blank = code(' ');
const point = code('.');
const plus = code('+');
const colon = code(':');
const zero = code('0');

export const readText: ReadBytes<string> = (bytes, start, end) => bytes.toString('utf8', start, end);

/** A text of ASCII characters only. */
export const readAscii: ReadBytes<string> = (bytes, start, end) => bytes.toString('latin1', start, end);

export const readNumber: ReadBytes<number> = (bytes, start, end) => Number(readAscii(bytes, start, end));

export const readBoolean: ReadBytes<boolean> = (bytes, start) => bytes[start] === code('t');

/** Characters of an integer that a number holds exactly. */
const exactLength = 15;

export const readInteger: ReadBytes<bigint> = (bytes, start, end) => {
  if (end - start > exactLength) return BigInt(readAscii(bytes, start, end));
  const isNegative = bytes[start] === minus;
  let value = 0;
  for (let at = isNegative ? start + 1 : start; at < end; at += 1) {
    const digit = (bytes[at] as number) - zero;
    // Throws, where it is no integer.
    if (digit < 0 || digit > 9) return BigInt(readAscii(bytes, start, end));
    value = value * 10 + digit;
  }
  return BigInt(isNegative ? -value : value);
};

const pgTime = types.getTypeParser(types.builtins.TIMESTAMPTZ, 'text') as (text: string) => Date;

/** `2026-11-24 18:35:25.123456+00`: times in UTC, as both databases send them, are read without pg's general pattern. */
export const readTime: ReadBytes<Date> = (bytes, start, end) => {
  const zone = bytes[end - 3] === colon ? end - 6 : end - 3;
  const year = digits(bytes, start, start + 4);
  const isPlain =
    bytes[start + 4] === minus &&
    bytes[start + 10] === blank &&
    (zone === start + 19 || (zone > start + 19 && bytes[start + 19] === point)) &&
    isUtc(bytes, zone, end) &&
    // Date.UTC takes a year below 100 for one of the 20th century.
    year >= 100;
  if (!isPlain) return fixedDate(pgTime(readAscii(bytes, start, end)));
  const fraction = Math.max(0, Math.min(3, zone - start - 20));
  const milliseconds = digits(bytes, start + 20, start + 20 + fraction) * 10 ** (3 - fraction);
  return new FixedDate(
    Date.UTC(
      year,
      two(bytes, start + 5) - 1,
      two(bytes, start + 8),
      two(bytes, start + 11),
      two(bytes, start + 14),
      two(bytes, start + 17),
      milliseconds,
    ),
  );
};

/** Whether `+00` or `+00:00` is there. */
function isUtc(bytes: Buffer, zone: number, end: number): boolean {
  if (bytes[zone] !== plus) return false;
  for (let at = zone + 1; at < end; at += 1) if (bytes[at] !== zero && at !== zone + 3) return false;
  return true;
}

function two(bytes: Buffer, at: number): number {
  return (bytes[at] as number) * 10 + (bytes[at + 1] as number) - 11 * zero;
}

function digits(bytes: Buffer, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at += 1) value = value * 10 + (bytes[at] as number) - zero;
  return value;
}

function code(character: string): number {
  return character.charCodeAt(0);
}
