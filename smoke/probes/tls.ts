import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Endpoint } from '../endpoints.js';
import { firstBytes, tlsRequest } from './postgres-startup.js';

export interface Credentials {
  /** PEM of the authority that the server's certificate must come from. */
  readonly ca: string;
  /** PEM of a client certificate and its key. */
  readonly cert?: string;
  readonly key?: string;
}

const timeoutMs = 10_000;

/**
 * Opens TLS to an endpoint, verified for the name of its tier.
 *
 * @throws when the server does not speak TLS, or its certificate is not one of the authority for that name.
 */
export async function openTls(endpoint: Endpoint, credentials: Credentials): Promise<TLSSocket> {
  const socket = await openTcp(endpoint);
  if (endpoint.speaks === 'postgres') {
    socket.write(tlsRequest);
    const answer = (await firstBytes(socket, timeoutMs)).toString('latin1');
    socket.removeAllListeners();
    if (answer !== 'S') {
      socket.destroy();
      throw new Error('the server does not offer TLS');
    }
  }
  return await new Promise((resolve, reject) => {
    const secure = connectTls({ socket, servername: endpoint.serverName, minVersion: 'TLSv1.2', ...credentials });
    secure.setTimeout(timeoutMs, () => secure.destroy(new Error(`no TLS handshake within ${timeoutMs} ms`)));
    secure.once('error', reject);
    secure.once('close', () => reject(new Error('it hung up during the TLS handshake')));
    secure.once('secureConnect', () => {
      secure.removeAllListeners('close');
      secure.setTimeout(0);
      resolve(secure);
    });
  });
}

async function openTcp({ host, port }: Endpoint): Promise<Socket> {
  return await new Promise((resolve, reject) => {
    const socket = connectTcp({ host, port });
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`no connection within ${timeoutMs} ms`)));
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.removeListener('error', reject);
      socket.setTimeout(0);
      resolve(socket);
    });
  });
}
