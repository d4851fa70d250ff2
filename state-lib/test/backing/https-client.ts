import { request } from 'node:https';
import type { TLSSocket } from 'node:tls';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
  /** Serial number of the server's certificate. */
  readonly serial: string;
}

export interface Asked {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Sends one request on a connection of its own. */
export class HttpsClient {
  constructor(
    private readonly port: number,
    private readonly authority: string,
  ) {}

  async ask(method: string, path: string, { token, headers: more = {}, body }: Asked = {}): Promise<Answer> {
    return await new Promise((resolve, reject) => {
      const headers = {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...more,
      };
      const sent = request({ ...this.options(), method, path, headers }, (answer) => {
        const serial = (answer.socket as TLSSocket).getPeerCertificate().serialNumber;
        let text = '';
        answer.on('data', (chunk) => (text += String(chunk)));
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text, serial }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /** How to reach the service. */
  options() {
    return { host: '127.0.0.1', port: this.port, ca: this.authority, agent: false };
  }
}
