import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { docker, type StandInCluster } from './stand-in-cluster.js';

const pauseMs = 20;
const answerMs = 4_000;

/** What a writer has seen. */
export interface Written {
  /** Numbers whose commit was acknowledged. */
  readonly acknowledged: readonly number[];
  /** The longest time without an acknowledged commit, in milliseconds. */
  readonly gapMs: number;
}

/** Writes one number after the other, each a commit of its own, by one of the nodes after the other when one does not answer. */
export class StandInWriter {
  private readonly acknowledged: number[] = [];
  private readonly writing: Promise<void>;
  private last = performance.now();
  private gapMs = 0;
  private stopped = false;

  private constructor(
    private readonly hosts: readonly string[],
    private readonly directory: string,
    private number: number,
  ) {
    this.writing = this.write();
  }

  /** Writes by the nodes of these indexes into the table `numbers`, from a number on. */
  static async start(cluster: StandInCluster, indexes: readonly number[], from = 0): Promise<StandInWriter> {
    const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';
    const names = indexes.map((index) => cluster.container(index));
    const { stdout } = await docker('inspect', '--format', format, ...names);
    return new StandInWriter(stdout.split('\n'), cluster.certificates.directory, from);
  }

  /** How many were acknowledged. */
  get count(): number {
    return this.acknowledged.length;
  }

  async stop(): Promise<Written> {
    this.stopped = true;
    await this.writing;
    const gapMs = Math.round(Math.max(this.gapMs, performance.now() - this.last));
    return { acknowledged: this.acknowledged, gapMs };
  }

  private async write(): Promise<void> {
    for (let turn = 0; !this.stopped; turn += 1) {
      const client = this.client(this.hosts[turn % this.hosts.length] ?? '');
      try {
        await client.connect();
        while (!this.stopped) await this.writeOne(client);
      } catch {
        await sleep(pauseMs);
      }
      void client.end().catch(() => {});
    }
  }

  private async writeOne(client: Client): Promise<void> {
    // A number whose commit failed may have been written: it is not written again.
    this.number += 1;
    await client.query('INSERT INTO numbers VALUES ($1)', [this.number]);
    this.acknowledged.push(this.number);
    this.gapMs = Math.max(this.gapMs, performance.now() - this.last);
    this.last = performance.now();
    await sleep(pauseMs);
  }

  private client(host: string): Client {
    const read = (name: string) => readFileSync(join(this.directory, name), 'utf8');
    const client = new Client({
      ...{ host, port: 26_257, user: 'root', database: 'defaultdb' },
      ...{ connectionTimeoutMillis: answerMs, query_timeout: answerMs },
      ssl: {
        ca: read('ca.crt'),
        cert: read('client.root.crt'),
        key: read('client.root.key'),
        servername: 'cockroach',
      },
    });
    client.on('error', () => {});
    return client;
  }
}
