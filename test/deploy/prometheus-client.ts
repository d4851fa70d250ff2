import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { port } from '../../constructs/topology.js';
import { readPassword } from '../../secrets/kept-password.js';
import type { LocalFacts } from '../../stacks/local-facts.js';

/** One series of an instant query, with its value. */
export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

/** An operator's way to the Prometheus of a deployed stack: the published address, the stack's authority, its password. */
export class PrometheusClient {
  private readonly port: number;
  private readonly ca: Buffer;
  private readonly auth: string;

  constructor(facts: LocalFacts) {
    this.port = facts.publish['prometheus']?.[port('prometheus', 'web')] ?? 0;
    this.ca = readFileSync(join(facts.secrets, 'prometheus', 'ca.crt'));
    this.auth = `prometheus:${readPassword(facts.directory, 'prometheus-web')}`;
  }

  /** The result of an expression now. Throws with Prometheus' own error when it cannot be evaluated. */
  async query(expr: string): Promise<Sample[]> {
    const { result } = await this.get<{ result: Sample[] }>(`/api/v1/query?query=${encodeURIComponent(expr)}`);
    return result;
  }

  /** The labels of every series that a metric has had in the last minute. */
  async series(metric: string): Promise<Record<string, string>[]> {
    const start = Math.floor(Date.now() / 1_000) - 60;
    return await this.get(`/api/v1/series?match[]=${encodeURIComponent(metric)}&start=${start}`);
  }

  private async get<T>(path: string): Promise<T> {
    return await new Promise((resolve, reject) => {
      const { port: to, ca, auth } = this;
      const options = { host: '127.0.0.1', port: to, servername: 'localhost', ca, auth, path, timeout: 10_000 };
      const call = request(options, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('end', () => {
          if (answer.statusCode === 200) resolve((JSON.parse(text) as { data: T }).data);
          else reject(new Error(`${path}: ${answer.statusCode} ${text.slice(0, 300)}`));
        });
      });
      call.on('error', reject).on('timeout', () => call.destroy(new Error('no answer within 10 s')));
      call.end();
    });
  }
}
