import { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import { Connection } from 'pg';

/** Takes the rows of the statement under way as bytes. */
export interface RowSink {
  /** `at`: where the number of the row's fields is; each field follows with its length. */
  row(bytes: Buffer, at: number): void;
}

/** The part of pg's connection that its types leave out. */
interface Listening {
  attachListeners(stream: EventEmitter): void;
}

const dataRow = 'D'.charCodeAt(0);
const headLength = 5;

/** Gives rows to whoever asked for their bytes; pg takes apart everything else. It makes a message and eight texts of each row, which takes longer. */
export class RowConnection extends Connection {
  sink: RowSink | undefined;
  readonly #rest = new EventEmitter();
  #pending: Buffer[] = [];
  #pendingLength = 0;
  #needed = 0;

  /** Called by pg for the stream that is to be read, be it encrypted or not. */
  attachListeners(stream: Duplex): void {
    (Connection.prototype as unknown as Listening).attachListeners.call(this, this.#rest);
    stream.on('data', (chunk: Buffer) => this.#take(chunk));
    stream.on('end', () => this.#rest.emit('end'));
  }

  #take(chunk: Buffer): void {
    if (this.#pendingLength === 0) return this.#messages(chunk);
    this.#pending.push(chunk);
    this.#pendingLength += chunk.length;
    if (this.#pendingLength < this.#needed) return;
    const bytes = Buffer.concat(this.#pending, this.#pendingLength);
    this.#pending = [];
    this.#pendingLength = 0;
    this.#messages(bytes);
  }

  /** `from`: where messages begin that pg has yet to see; it must have seen all of them before a row. */
  #messages(bytes: Buffer): void {
    let [from, at, end] = [0, 0, 0];
    while (at + headLength <= bytes.length && (end = at + 1 + bytes.readUInt32BE(at + 1)) <= bytes.length) {
      if (bytes[at] === dataRow) {
        if (from < at) this.#rest.emit('data', bytes.subarray(from, at));
        from = at;
        if (this.sink !== undefined) {
          this.sink.row(bytes, at + headLength);
          from = end;
        }
      }
      at = end;
    }
    if (from < at) this.#rest.emit('data', bytes.subarray(from, at));
    if (at === bytes.length) return;
    this.#pending = [bytes.subarray(at)];
    this.#pendingLength = bytes.length - at;
    this.#needed = this.#pendingLength < headLength ? headLength : end - at;
  }
}
