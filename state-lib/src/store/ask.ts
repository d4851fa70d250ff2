import type { Entry } from './copies.js';
import type { Found, Origin, Source } from './source.js';

/** One who waits for a value. */
export interface Caller {
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
  /** Whether it wants to know where the value came from. */
  readonly origin: boolean;
}

/** One entry that callers of this tick wait for; as a rule it is one caller, who is the ask. */
export interface Ask extends Caller {
  readonly source: Source<unknown>;
  readonly entry: Entry;
  others: Caller[] | undefined;
}

/** One ask for each entry: later ones join the first. */
export function joined(asks: readonly Ask[]): Ask[] {
  const first = new Map<Entry, Ask>();
  for (const ask of asks) {
    const known = first.get(ask.entry);
    if (known === undefined) first.set(ask.entry, ask);
    else (known.others ??= []).push(ask, ...(ask.others ?? []));
  }
  return [...first.values()];
}

/** Why values could not be loaded; its callers were told. */
export class LoadFailed {
  constructor(readonly error: unknown) {}
}

/** Gives every caller the error. */
export function refuse(asks: readonly Ask[], error: unknown): void {
  for (const ask of asks) for (const { reject } of [ask, ...(ask.others ?? [])]) reject(error);
}

/** Gives each caller the value. */
export function answer(ask: Ask, value: unknown, from: Origin): void {
  if (ask.others !== undefined) for (const caller of ask.others) give(caller, value, from);
  give(ask, value, from);
}

function give({ resolve, origin }: Caller, value: unknown, from: Origin): void {
  if (origin) (resolve as (found: Found<unknown>) => void)({ value, from });
  else (resolve as (value: unknown) => void)(value);
}

/** Asks grouped by source, since each source has a statement of its own. */
export function bySource(asks: readonly Ask[]): Ask[][] {
  const groups = new Map<unknown, Ask[]>();
  for (const ask of asks) {
    const group = groups.get(ask.source);
    if (group === undefined) groups.set(ask.source, [ask]);
    else group.push(ask);
  }
  return [...groups.values()];
}

const keysPerCommand = 500;

/** As many as one command asks for. */
export function parts(asks: readonly Ask[]): (readonly Ask[])[] {
  if (asks.length <= keysPerCommand) return asks.length === 0 ? [] : [asks];
  const count = Math.ceil(asks.length / keysPerCommand);
  return Array.from({ length: count }, (_, index) => asks.slice(index * keysPerCommand, (index + 1) * keysPerCommand));
}
