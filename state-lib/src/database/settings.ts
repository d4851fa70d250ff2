/** How to reach the database, through PgBouncer in transaction pooling. Times are in milliseconds. */
export interface DatabaseSettings {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /**
   * Read for each new connection, so that a rotated password is used without a restart. While it is being replaced it may be two, a line each:
   * when one is refused, the other is tried.
   */
  readonly password: () => string | Promise<string>;
  /** PEM of the authority to verify the server by, read for each new connection; undefined: no TLS. */
  readonly authority?: (() => string) | undefined;
  /** Most connections. Default 10. */
  readonly poolSize?: number | undefined;
  /** Default 10,000. */
  readonly connectTimeoutMs?: number | undefined;
  /** What the role's `statement_timeout` is at most; checked at start. Default 5,000. */
  readonly statementTimeoutMs?: number | undefined;
  /** Silence after which a connection counts as lost and the outcome as unknown. Default: 2,000 more than the statement timeout. */
  readonly silenceMs?: number | undefined;
  /** Calls that may wait for a connection before more are refused as Overloaded. Default 50 for each connection. */
  readonly waitingLimit?: number | undefined;
  /**
   * Bytes of values that writes under way may hold together, be they announced, waiting or sent; more are refused as Overloaded.
   * Default 32 MiB. A statement of a transaction counts while it runs.
   */
  readonly writeBytes?: number | undefined;
  /** Most tries of a statement that a serialization failure rolled back. Default 10. */
  readonly tries?: number | undefined;
}
