import type { Socket } from 'node:net';

/** The request for TLS that a client sends before anything else. */
export const tlsRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** The first message of a session: protocol 3.0, then parameters. */
export function startupMessage(parameters: Readonly<Record<string, string>>): Buffer {
  const pairs = Object.entries(parameters).flatMap(([name, value]) => [`${name}\0`, `${value}\0`]);
  const body = Buffer.from(`${pairs.join('')}\0`);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(head.length + body.length, 0);
  head.writeUInt32BE(0x0003_0000, 4);
  return Buffer.concat([head, body]);
}

/** What a server wants after a client said who it is. */
export type Demand = 'nothing' | 'a password' | { readonly refusal: string };

/**
 * Says who wants to log in, and gives what the server wants for it, without giving it.
 *
 * @throws when the server hangs up or keeps silent for `timeoutMs` (default 10000).
 */
export async function startSession(
  socket: Socket,
  parameters: Readonly<Record<string, string>>,
  timeoutMs = 10_000,
): Promise<Demand> {
  socket.write(startupMessage(parameters));
  const answer = await firstBytes(socket, timeoutMs);
  return demand(answer);
}

/** Reads a server's first message. */
export function demand(answer: Buffer): Demand {
  const kind = String.fromCharCode(answer[0] ?? 0);
  if (kind === 'R') return answer.readUInt32BE(5) === 0 ? 'nothing' : 'a password';
  if (kind !== 'E') throw new Error(`not a PostgreSQL server: its first message is of type ${JSON.stringify(kind)}`);
  const fields = answer.toString('utf8', 5).split('\0');
  return { refusal: fields.find((field) => field.startsWith('M'))?.slice(1) ?? 'without a message' };
}

/**
 * The next bytes that arrive.
 *
 * @throws when the peer hangs up first, or nothing comes within `timeoutMs`.
 */
export async function firstBytes(socket: Socket, timeoutMs: number): Promise<Buffer> {
  return await new Promise((resolve, reject) => {
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    socket.once('data', resolve);
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('it hung up')));
  });
}
