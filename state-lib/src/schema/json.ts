/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The same value, which can no longer be changed at any depth. */
export function frozen(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Array.isArray(value) ? (value as readonly Json[]) : Object.values(value))
    if (typeof inner === 'object') frozen(inner);
  return Object.freeze(value);
}

/** JSON whose value can no longer be changed at any depth. */
export function frozenJson(text: string): Json {
  const value = JSON.parse(text) as Json;
  // As a rule there is nothing inside to look for, which takes as long as to parse it.
  const isFlat = text.indexOf('{', 1) < 0 && text.indexOf('[', 1) < 0;
  return isFlat ? Object.freeze(value) : frozen(value);
}

const unstorable = /\0|\p{Cs}/u;

/** Whether it is JSON that both databases take as JSONB: no NUL, no lone surrogate, no `__proto__`, at most `depth` levels. */
export function isStorable(value: unknown, depth = 64): boolean {
  if (typeof value === 'string') return !unstorable.test(value);
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'boolean' || value === null) return true;
  if (typeof value !== 'object' || depth === 0) return false;
  if (Array.isArray(value)) return value.every((inner) => isStorable(inner, depth - 1));
  return Object.entries(value).every(
    ([key, inner]) => !unstorable.test(key) && key !== '__proto__' && isStorable(inner, depth - 1),
  );
}
