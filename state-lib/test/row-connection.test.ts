import { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import { expect, it } from 'vitest';
import { RowConnection } from '../src/database/row-connection.js';

function message(code: string, body: string): Buffer {
  const head = Buffer.alloc(5);
  head.write(code);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, Buffer.from(body)]);
}

const field = '\0\x01\0\0\0\x02';
const answer = Buffer.concat([
  message('2', ''),
  ...[`${field}aa`, `${field}bb`].map((row) => message('D', row)),
  message('C', 'SELECT 2\0'),
  message('Z', 'I'),
]);

/** What pg and the sink were told of an answer that comes in pieces. */
function read(pieces: readonly Buffer[], withSink: boolean): string[] {
  const told: string[] = [];
  const connection = new RowConnection({});
  const stream = new EventEmitter();
  connection.attachListeners(stream as Duplex);
  for (const name of ['bindComplete', 'dataRow', 'commandComplete', 'readyForQuery'])
    connection.on(name, (found: { fields?: string[] }) => told.push(`${name} ${found.fields?.join() ?? ''}`.trim()));
  if (withSink) connection.sink = { row: (bytes, at) => told.push(`row ${bytes.toString('latin1', at + 6, at + 8)}`) };
  for (const piece of pieces) stream.emit('data', piece);
  return told;
}

const withRows = ['bindComplete', 'row aa', 'row bb', 'commandComplete', 'readyForQuery'];

it('rows go to the sink and the rest to pg, in order, wherever an answer is cut', () => {
  for (let first = 0; first <= answer.length; first += 1)
    for (let second = first; second <= answer.length; second += 1) {
      const pieces = [answer.subarray(0, first), answer.subarray(first, second), answer.subarray(second)];
      expect(read(pieces, true)).toEqual(withRows);
    }
  expect(
    read(
      [...answer].map((byte) => Buffer.from([byte])),
      true,
    ),
  ).toEqual(withRows);
});

it('without a sink pg gets the rows', () => {
  const rows = ['bindComplete', 'dataRow aa', 'dataRow bb', 'commandComplete', 'readyForQuery'];
  for (let cut = 0; cut <= answer.length; cut += 1)
    expect(read([answer.subarray(0, cut), answer.subarray(cut)], false)).toEqual(rows);
});
