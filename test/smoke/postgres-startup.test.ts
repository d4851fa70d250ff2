import { describe, expect, it } from 'vitest';
import { demand, startupMessage } from '../../smoke/probes/postgres-startup.js';

describe('the first message of a PostgreSQL session', () => {
  it('has its length, the protocol 3.0 and the parameters', () => {
    const message = startupMessage({ user: 'app', database: 'x' });
    expect(message.readUInt32BE(0)).toBe(message.length);
    expect(message.readUInt32BE(4)).toBe(196_608);
    expect(message.toString('latin1', 8)).toBe('user\0app\0database\0x\0\0');
  });
});

describe("a server's first message", () => {
  it.each([
    ['R\0\0\0\u0008\0\0\0\0', 'nothing'],
    ['R\0\0\0\u0017\0\0\0\u000aSCRAM-SHA-256\0\0', 'a password'],
    ['E\0\0\0\u0020SFATAL\0C28P01\0Mno entry\0\0', { refusal: 'no entry' }],
  ] as const)('%j demands %j', (text, wanted) => {
    expect(demand(Buffer.from(text, 'latin1'))).toEqual(wanted);
  });

  it('of another protocol is an error', () => {
    expect(() => demand(Buffer.from('HTTP/1.1'))).toThrow('not a PostgreSQL server: its first message is of type "H"');
  });
});
