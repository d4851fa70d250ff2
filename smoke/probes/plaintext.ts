import { connect } from 'node:net';
import type { Endpoint, Protocol } from '../endpoints.js';
import { startupMessage } from './postgres-startup.js';

/** What a client that knows nothing of TLS says first. */
const greetings: Readonly<Record<Protocol, Buffer>> = {
  postgres: startupMessage({ user: 'app', database: 'planetary_survival' }),
  redis: Buffer.from('PING\r\n'),
  https: Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'),
};

/**
 * Greets an endpoint without TLS; gives what it answered within `timeoutMs` (default 1500), nothing when it hung up or kept silent.
 *
 * @throws when the port takes no connection at all.
 */
export async function askInPlaintext(
  { host, port, speaks }: Pick<Endpoint, 'host' | 'port' | 'speaks'>,
  timeoutMs = 1_500,
): Promise<Buffer> {
  return await new Promise((resolve, reject) => {
    let connected = false;
    const socket = connect({ host, port });
    const end = (answer: Buffer): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(timeoutMs, () => (connected ? end(Buffer.alloc(0)) : socket.destroy(new Error('timed out'))));
    socket.once('connect', () => {
      connected = true;
      socket.write(greetings[speaks]);
    });
    socket.once('data', end);
    socket.once('end', () => end(Buffer.alloc(0)));
    socket.once('error', (error) => (connected ? end(Buffer.alloc(0)) : reject(error)));
  });
}

/** What is wrong with an answer to a greeting without TLS; undefined when it is a refusal. */
export function plaintextFault(speaks: Protocol, answer: Buffer): string | undefined {
  const text = answer.toString('latin1');
  if (speaks === 'postgres') return text.startsWith('R') ? 'went on to the login without TLS' : undefined;
  if (speaks === 'redis')
    return /^[+\-:$*]/.test(text) ? `answered ${JSON.stringify(text.split('\r\n')[0])}` : undefined;
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1];
  // Go's servers say 400 to HTTP on an HTTPS port; CockroachDB's console leads to https.
  const refused = status === undefined || status === '400' || /^location: https:/im.test(text);
  return refused ? undefined : `answered HTTP ${status} without TLS`;
}
