import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { port } from '../../constructs/topology.js';
import { readPassword } from '../../secrets/kept-password.js';
import type { LocalFacts } from '../../stacks/local-facts.js';

/** What a game server knows of a stack: its authority, and a token. */
export interface StateCredentials {
  readonly ca: Buffer;
  readonly token: string;
}

/** A game server's way to the app tier of a deployed stack: the published address, and the credentials of the moment, or given ones. */
export class StateClient {
  private readonly port: number;

  constructor(
    private readonly facts: LocalFacts,
    private readonly given?: StateCredentials,
  ) {
    this.port = facts.publish['state-lb']?.[port('state-lb', 'api')] ?? 0;
  }

  /** What counts now. */
  get credentials(): StateCredentials {
    const ca = readFileSync(join(this.facts.secrets, 'state', 'ca.crt'));
    return this.given ?? { ca, token: readPassword(this.facts.directory, 'state-token') };
  }

  /** Writes a region whole and gives it as stored. */
  async putRegion(id: string, changes: Record<string, unknown>): Promise<Record<string, unknown>> {
    const [x, y, z] = id.split('_');
    return await this.send('PUT', `/v1/regions/${id}`, {
      x,
      y,
      z,
      ownerServerId: '1',
      isActive: true,
      entityCount: '0',
      ...changes,
    });
  }

  async getRegion(id: string): Promise<Record<string, unknown>> {
    return await this.send('GET', `/v1/regions/${id}`);
  }

  private async send(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const { ca, token } = this.credentials;
    return await new Promise((resolve, reject) => {
      const call = request(
        {
          host: '127.0.0.1',
          port: this.port,
          servername: 'localhost',
          ca,
          method,
          path,
          timeout: 10_000,
          headers: {
            authorization: `Bearer ${token}`,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
        },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (part: string) => (text += part));
          answer.on('end', () =>
            answer.statusCode !== undefined && answer.statusCode < 300
              ? resolve(JSON.parse(text) as Record<string, unknown>)
              : reject(new Error(`${method} ${path}: ${answer.statusCode} ${text}`)),
          );
        },
      );
      call.on('error', reject).on('timeout', () => call.destroy(new Error('no answer within 10 s')));
      call.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}
