import type { EventEmitter } from 'node:events';
import type { RowConnection, RowSink } from './row-connection.js';

/** Makes a row of its bytes; see RowSink. */
export type RowDecoder = (bytes: Buffer, at: number) => unknown;

/** What pg's own queries use of a connection, which its types leave out. */
interface Wire extends EventEmitter {
  readonly stream: { cork(): void; uncork(): void };
  readonly parsedStatements: Readonly<Record<string, string>>;
  readonly submittedNamedStatements: Record<string, string>;
  parse(query: { readonly name: string; readonly text: string }): void;
  bind(config: { readonly statement: string; readonly values: readonly unknown[] }): void;
  execute(config: { readonly portal: string }): void;
  sync(): void;
}

type Callback = (error: unknown, rows?: readonly unknown[]) => void;

/**
 * A named statement whose rows are decoded from their bytes; its columns are known, so that the database is not asked to describe them.
 * pg runs it as one of its own queries and calls the methods.
 */
export class RowQuery implements RowSink {
  readonly #rows: unknown[] = [];
  readonly #timer: NodeJS.Timeout;
  #failure: unknown;

  /**
   * `values`: texts; `silenceMs`: time for its whole answer; `unreadable`: what a row that cannot be decoded is told by. The time is not bounded by pg
   * (`query_timeout`): what V8 keeps of its closures until the next full collection holds the rows of every query, and moving these takes 5 ms
   * now and then (seen with pg 8 on Node.js 22: 39 KB of 100 rows, without it 0.1).
   */
  constructor(
    readonly name: string,
    readonly text: string,
    private readonly values: readonly unknown[],
    private readonly decode: RowDecoder,
    silenceMs: number,
    private readonly unreadable: (error: unknown) => unknown,
    readonly callback: Callback,
  ) {
    this.#timer = setTimeout(giveUp, silenceMs, this);
  }

  /** Tells the caller that no answer came in time. What still comes is dropped, as the connection must be. */
  giveUp(): void {
    this.#failure ??= new Error('the database did not answer in time');
    this.callback(this.#failure);
  }

  /** Gives an error when nothing was sent, as pg's own queries do. */
  submit(connection: unknown): Error | undefined {
    const wire = connection as Wire;
    const { name, text, values } = this;
    // Found before a byte of the message is made, which would otherwise be the beginning of the next.
    const odd = values.findIndex((value) => value !== null && value !== undefined && typeof value !== 'string');
    if (odd !== -1) return new TypeError(`parameter ${odd + 1} of ${name} is no text`);
    (connection as RowConnection).sink = this;
    wire.stream.cork();
    try {
      if (wire.parsedStatements[name] === undefined && wire.submittedNamedStatements[name] === undefined) {
        wire.parse({ name, text });
        wire.submittedNamedStatements[name] = text;
      }
      wire.bind({ statement: name, values });
      wire.execute({ portal: '' });
      wire.sync();
    } finally {
      wire.stream.uncork();
    }
    return undefined;
  }

  row(bytes: Buffer, at: number): void {
    if (this.#failure !== undefined) return;
    try {
      this.#rows.push(this.decode(bytes, at));
    } catch (error) {
      this.#failure = this.unreadable(error);
    }
  }

  handleReadyForQuery(connection: RowConnection): void {
    clearTimeout(this.#timer);
    connection.sink = undefined;
    if (this.#failure === undefined) this.callback(null, this.#rows);
    else this.callback(this.#failure);
  }

  handleError(error: unknown, connection: RowConnection): void {
    clearTimeout(this.#timer);
    connection.sink = undefined;
    this.callback(error);
  }

  handleCommandComplete(): void {}

  /** Rows that come after the time of the query was over. */
  handleDataRow(): void {}
}

function giveUp(query: RowQuery): void {
  query.giveUp();
}
