import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleStateService } from '../../build.js';
import type { ServiceConfigFile } from '../../src/service/config.js';
import { makeCertificates } from './certificates.js';
import type { Certificates } from './certificates.js';
import { HttpsClient } from './https-client.js';
import { freePorts } from './ports.js';
import { appPassword, database } from './postgres.js';
import { redisPassword, sentinelPassword } from './redis.js';
import { lastingPrimary, startBacking } from './stack.js';
import type { Backing } from './stack.js';
import { until } from './until.js';

/** The bundled service in a process of its own, on real programs. Its API token is `api`, that of /metrics `scrape`. */
export interface Service {
  readonly backing: Backing;
  readonly process: ChildProcess;
  readonly port: number;
  readonly client: HttpsClient;
  /** What it has written so far. */
  readonly output: () => string;
  /** Writes a file that its config names. */
  readonly write: (name: 'token' | 'metrics', text: string) => void;
  /** Makes a new certificate in place of the one it has. */
  readonly rotateCertificate: () => Certificates;
  stop(): Promise<void>;
}

export async function startService(settings: Partial<ServiceConfigFile> = {}): Promise<Service> {
  const directory = mkdtempSync(join(tmpdir(), 'state-lib-service-'));
  const certificates = makeCertificates(directory);
  const backing = await startBacking({ certificates, ...lastingPrimary });
  const [port] = (await freePorts(1)) as [number];
  const file = (name: string, text?: string): string => {
    const path = join(directory, name);
    if (text !== undefined) writeFileSync(path, `${text}\n`);
    return path;
  };
  const config = { ...configFile(backing, port, file), ...settings };
  const bundle = file('state.cjs', bundleStateService());
  const process = spawn(globalThis.process.execPath, [bundle, file('state.json', JSON.stringify(config))], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [process.stdout, process.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
  const client = new HttpsClient(port, certificates.authority);
  await until(async () => {
    const { body } = await client.ask('GET', '/readyz');
    if (body !== '{"status":"ok","cache":"ok"}') throw new Error(`not ready: ${body}\n${output}`);
  });
  return {
    ...{ backing, process, port, client, output: () => output },
    write: (name, text) => void file(name, text),
    rotateCertificate: () => makeCertificates(directory),
    stop: async () => {
      process.kill('SIGKILL');
      await backing.stop();
      rmSync(directory, { recursive: true });
    },
  };
}

function configFile(
  backing: Backing,
  port: number,
  file: (name: string, text?: string) => string,
): ServiceConfigFile & { listen: object } {
  return {
    listen: { host: '127.0.0.1', port },
    certificateFile: file('tls.crt'),
    privateKeyFile: file('tls.key'),
    authorityFile: file('ca.crt'),
    tokenFile: file('token', 'api'),
    metricsTokenFile: file('metrics', 'scrape'),
    drainMs: 12_000,
    database: {
      host: 'localhost',
      port: backing.ports.pgbouncer,
      database,
      user: 'app',
      passwordFile: file('db', appPassword),
    },
    cache: {
      sentinels: backing.settings.cache.sentinels.map(({ port: one }) => ({ host: '127.0.0.1', port: one })),
      sentinelName: 'planetary',
      user: 'app',
      passwordFile: file('redis', redisPassword),
      sentinelUser: 'client',
      sentinelPasswordFile: file('sentinel', sentinelPassword),
    },
    coherence: { trustMs: 500, holdMs: 525 },
  };
}
