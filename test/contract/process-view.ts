import type { Probe } from '../../constructs/workload.js';

/** What one container is, read back from what a platform synthesized. Parity means that both platforms give the same. */
export interface ProcessView {
  /** The tier or task. */
  readonly owner: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  /** A digest of what they are made of; another one replaces the container. */
  readonly secretShapes: string;
  readonly scratch: Readonly<Record<string, number>>;
  readonly memoryMiB: number;
  readonly cpus: number;
  readonly user: string;
  readonly unprivileged: boolean;
  /** Tiers and tasks that it starts after. */
  readonly after: readonly string[];
  /** Seconds after which a task is ended; undefined for what stays up. */
  readonly timeoutSeconds: number | undefined;
  /** Undefined for tasks. */
  readonly service: ServiceView | undefined;
}

export interface ServiceView {
  /** Names by which it is found. */
  readonly names: readonly string[];
  readonly probe: Probe;
  readonly openFiles: number | undefined;
  readonly stored: boolean;
  readonly stopGraceSeconds: number;
  readonly published: boolean;
  /** Whether it has a way out of the stack. */
  readonly internet: boolean;
  readonly awaited: boolean;
}

/** Views by the container's name in the contract: `redis-0`, `cockroach-init`. */
export type Views = Readonly<Record<string, ProcessView>>;

/** A part of synthesized JSON, which only assertions read. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = Readonly<Record<string, any>>;

/** Sorted and without duplicates. */
export function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].toSorted();
}
