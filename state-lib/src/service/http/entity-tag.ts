import type { IncomingHttpHeaders } from 'node:http';
import { InvalidInput } from '../../errors.js';

/** What a request's conditional headers ask of the row's version. */
export interface Condition {
  /** `If-Match`: the version, or that there is any; `never`: a tag that no row has. */
  readonly match?: bigint | 'any' | 'never';
  /** `If-None-Match: *`: that there is none. */
  readonly absent?: boolean;
  /** `If-None-Match`: versions that the caller has. */
  readonly known?: readonly bigint[];
}

const tag = /^(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"$/;
const version = /^-?\d{1,19}$/;

/** The strong entity tag of a version. */
export function entityTag(of: bigint): string {
  return `"${of}"`;
}

/** Reads `If-Match` and `If-None-Match` (RFC 9110, section 13.1). Throws InvalidInput on what is no entity tag. */
export function conditionOf(headers: IncomingHttpHeaders): Condition {
  const { 'if-match': match, 'if-none-match': none } = headers;
  return {
    ...(match === undefined ? {} : { match: matchOf(match) }),
    ...(none === undefined ? {} : none.trim() === '*' ? { absent: true } : { known: knownOf(none) }),
  };
}

function matchOf(header: string): bigint | 'any' | 'never' {
  if (header.trim() === '*') return 'any';
  const tags = parse('If-Match', header);
  if (tags.length > 1) throw new InvalidInput('If-Match: one entity tag or *, got several');
  const [only] = tags;
  // A weak tag never matches here.
  return only === undefined || only.weak || !version.test(only.text) ? 'never' : BigInt(only.text);
}

function knownOf(header: string): bigint[] {
  return parse('If-None-Match', header)
    .filter(({ text }) => version.test(text))
    .map(({ text }) => BigInt(text));
}

function parse(name: string, header: string): { readonly weak: boolean; readonly text: string }[] {
  return header.split(',').map((part) => {
    const [, weak, text] = tag.exec(part.trim()) ?? [];
    if (text === undefined) throw new InvalidInput(`${name}: entity tags are in double quotes, as ETag has them`);
    return { weak: weak !== undefined, text };
  });
}
