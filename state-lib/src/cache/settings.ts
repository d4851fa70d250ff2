export interface Address {
  readonly host: string;
  readonly port: number;
}

/** How to reach Redis. Times are in milliseconds. */
export interface CacheSettings {
  /** Sentinels to ask for the primary; empty: `address` is the primary. */
  readonly sentinels: readonly Address[];
  /** Name of the primary among the Sentinels. */
  readonly sentinelName?: string | undefined;
  readonly address?: Address | undefined;
  readonly user?: string | undefined;
  /** Read for each new connection. */
  readonly password?: (() => string) | undefined;
  readonly sentinelUser?: string | undefined;
  readonly sentinelPassword?: (() => string) | undefined;
  /** PEM of the authority to verify Redis and the Sentinels by, read for each new connection; undefined: no TLS. */
  readonly authority?: (() => string) | undefined;
  /** Time after which a command counts as lost and the database is asked instead. Default 50. */
  readonly commandTimeoutMs?: number | undefined;
  /**
   * Memory for decoded values, in bytes, roughly. Redis is asked at each tick all the same: that it has told of every change so far, or, where it
   * does not tell, whether each copy is the value that it holds. Default: an eighth of the heap's limit, at most 128 MiB; 0: none are kept.
   */
  readonly copyBytes?: number | undefined;
  /** Default 1,000. */
  readonly connectTimeoutMs?: number | undefined;
}
