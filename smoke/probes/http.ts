import { request } from 'node:https';
import type { Endpoint } from '../endpoints.js';
import type { Credentials } from './tls.js';

export interface HttpRequest {
  readonly method?: 'GET' | 'PUT' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

const timeoutMs = 10_000;
const bodyLimit = 16 * 1024 * 1024;

/**
 * One HTTPS request to an endpoint, its certificate verified for the name of its tier.
 *
 * @throws when there is no answer: no connection, no trust, or silence for 10 s.
 */
export async function ask(
  { host, port, serverName }: Pick<Endpoint, 'host' | 'port' | 'serverName'>,
  credentials: Credentials,
  { method = 'GET', path, headers, body }: HttpRequest,
): Promise<HttpAnswer> {
  return await new Promise((resolve, reject) => {
    const sent = body === undefined ? undefined : JSON.stringify(body);
    const call = request(
      {
        ...{ host, port, servername: serverName, method, path, agent: false, timeout: timeoutMs, ...credentials },
        headers: { ...headers, ...(sent === undefined ? {} : { 'content-type': 'application/json' }) },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        let size = 0;
        answer.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > bodyLimit) call.destroy(new Error(`the answer is longer than ${bodyLimit} bytes`));
          chunks.push(chunk);
        });
        answer.once('error', reject);
        answer.once('end', () =>
          resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
        );
      },
    );
    call.once('timeout', () => call.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    call.once('error', reject);
    call.end(sent);
  });
}

/** The header of HTTP basic authentication. */
export function basic(user: string, password: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

/** The header of a bearer token. */
export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}
