import { readFileSync } from 'node:fs';
import type { Settings } from '../../../config/schema.js';
import { cockroachNodes } from '../../../constructs/tiers/cockroach.js';
import { prometheus } from '../../../constructs/tiers/prometheus.js';
import { stateService } from '../../../constructs/tiers/state.js';
import { podName, type Workload } from '../../../constructs/workload.js';
import type { Bench } from '../bench.js';

const source = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');

/** The app tier with a program that does as its load balancer's test says, and its own certificate. */
export function fakeState(settings: Settings): Workload {
  return stateService(settings, source('state.cjs'));
}

/** The database's nodes, with their certificates, as a program that echoes. */
export function fakeNodes(settings: Settings): Workload {
  const files = { 'node.cjs': source('node.cjs') };
  return { ...cockroachNodes(settings), image: 'node', command: ['node', '/config/node.cjs'], args: [podName], files };
}

/** Prometheus' certificate in the hands of a client that waits for what to ask. */
function client(settings: Settings): Workload {
  const files = { 'client.cjs': source('client.cjs') };
  const command = ['node', '-e', 'setInterval(() => {}, 1000)'];
  return { ...prometheus(settings), image: 'node', command, args: [], files, storageGiB: undefined };
}

export interface Answer {
  /** 0: there was no answer. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Names in the server's certificate. */
  readonly names: string;
  readonly error?: string;
}

export interface Request {
  readonly host: string;
  readonly port: number;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: string;
  /** Whether to show a certificate of the stack. */
  readonly certificate?: boolean;
}

export interface Conversation {
  readonly host: string;
  readonly port: number;
  readonly connections: number;
  readonly lines: number;
  /** Between an answer and the next line. */
  readonly pauseMs: number;
}

export interface Conversed {
  readonly answers: readonly string[];
  /** False: it was cut before its end. */
  readonly ended: boolean;
}

/** Something inside the network that asks and tells what it was answered. */
export class Client {
  private constructor(
    private readonly bench: Bench,
    private readonly container: string,
  ) {}

  static async start(bench: Bench, settings: Settings): Promise<Client> {
    return new Client(bench, await bench.start(client(settings)));
  }

  async ask(request: Request): Promise<Answer> {
    return JSON.parse(await this.say(request)) as Answer;
  }

  /** Opens connections at once and sends lines over each, every one after the answer to the one before. */
  async converse(of: Conversation): Promise<Conversed[]> {
    return JSON.parse(await this.say(of)) as Conversed[];
  }

  private async say(what: object): Promise<string> {
    const { output } = await this.bench.exec(this.container, ['node', '/config/client.cjs', JSON.stringify(what)]);
    return output;
  }
}
