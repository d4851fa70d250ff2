import type { Statement } from './database/database.js';

/** Gets told what happens, for metrics and logs. Its methods must not throw and must be quick. */
export interface Observer {
  /** A statement ended after `milliseconds`. */
  queried(statement: Statement, milliseconds: number, error: unknown): void;
  /** A statement is tried again after a serialization failure. */
  retried(label: string): void;
  /** A call was refused as Overloaded. */
  shed(): void;
  /** Values of this source came from the cache. */
  hit(source: string, count: number): void;
  /** Values of this source had to be asked from the database. */
  missed(source: string, count: number): void;
  /** Something degraded or recovered: what an operator wants in the log. */
  noticed(event: string, detail: Readonly<Record<string, unknown>>): void;
}

/** Ignores everything. */
export const silent: Observer = {
  queried: () => {},
  retried: () => {},
  shed: () => {},
  hit: () => {},
  missed: () => {},
  noticed: () => {},
};
