import { cockroachBootstrap } from '../../constructs/tiers/cockroach-bootstrap.js';
import { cockroachInit } from '../../constructs/tiers/cockroach-init.js';
import { cockroachLoadBalancer } from '../../constructs/tiers/cockroach-lb.js';
import { cockroachMigrate } from '../../constructs/tiers/cockroach-migrate.js';
import { cockroachNodes } from '../../constructs/tiers/cockroach.js';
import { hostGateway } from '../../constructs/tiers/host-gateway.js';
import { pgbouncerExporter } from '../../constructs/tiers/pgbouncer-exporter.js';
import { pgbouncer } from '../../constructs/tiers/pgbouncer.js';
import { prometheus } from '../../constructs/tiers/prometheus.js';
import { redisExporter } from '../../constructs/tiers/redis-exporter.js';
import { redisSentinel } from '../../constructs/tiers/redis-sentinel.js';
import { redis } from '../../constructs/tiers/redis.js';
import { stateLoadBalancer } from '../../constructs/tiers/state-lb.js';
import { stateService } from '../../constructs/tiers/state.js';
import type { TierName } from '../../constructs/topology.js';
import type { Task, Workload } from '../../constructs/workload.js';
import { bundleStateService } from '../../state-lib/build.js';
import { Bench } from './bench.js';
import type { Ran } from './docker.js';
import { local } from './profiles.js';

const settings = local({ docker: { expose: true }, monitoring: { grafana: false } });

export const workloads: readonly Workload[] = [
  cockroachNodes(settings),
  cockroachLoadBalancer(settings),
  redis(settings),
  redisSentinel(settings),
  pgbouncer(settings),
  stateService(settings, bundleStateService()),
  stateLoadBalancer(settings),
  hostGateway(settings),
  redisExporter(settings),
  pgbouncerExporter(settings),
  prometheus(settings),
];

/** The workload of a tier. Throws when the stack has none. */
export function workloadOf(tier: TierName): Workload {
  const found = workloads.find((workload) => workload.tier === tier);
  if (found === undefined) throw new Error(`no ${tier} in the stack`);
  return found;
}

/** Every tier that the local profile and an offline image have, started in order, ready to be asked. */
export class WholeStack {
  readonly containers = new Map<TierName, string[]>();
  readonly tasks = new Map<string, Ran>();

  private constructor(readonly bench: Bench) {}

  static async open(environment: Readonly<Record<string, string>> = {}): Promise<WholeStack> {
    const network = Object.fromEntries(workloads.map(({ tier, replicas }) => [tier, replicas]));
    const stack = new WholeStack(await Bench.open({ network, environment }));
    try {
      await stack.start();
    } catch (error) {
      await stack.close();
      throw error;
    }
    return stack;
  }

  container(tier: TierName, index = 0): string {
    const found = this.containers.get(tier)?.[index];
    if (found === undefined) throw new Error(`${tier}-${index} was not started`);
    return found;
  }

  async ready(tier: TierName): Promise<void> {
    for (const container of this.containers.get(tier) ?? []) await this.bench.ready(workloadOf(tier), container);
  }

  async run(task: Task): Promise<Ran> {
    const ran = await this.bench.run(task.task, task);
    this.tasks.set(task.task, ran);
    if (ran.exitCode !== 0) throw new Error(`${task.task}: ${ran.output}`);
    return ran;
  }

  async close(): Promise<void> {
    await this.bench.close();
  }

  private async start(): Promise<void> {
    for (const workload of workloads) {
      const started: string[] = [];
      for (let index = 0; index < workload.replicas; index += 1) started.push(await this.bench.start(workload, index));
      this.containers.set(workload.tier, started);
      if (workload.tier !== 'cockroach') continue;
      for (const task of [cockroachInit(), cockroachBootstrap(settings), cockroachMigrate(settings)])
        await this.run(task);
    }
    for (const { tier } of workloads) await this.ready(tier);
  }
}
