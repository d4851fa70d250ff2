import { resolveImages } from '../../../config/images.js';
import { until, type Bench } from '../broken/bench.js';

/** What the engine says of a container, such as `{{.State.Pid}}`. */
export async function inspected(bench: Bench, replica: string, format: string): Promise<string> {
  return (await bench.docker(['inspect', '--format', format, bench.container(replica)])).trim();
}

/**
 * Kills the main process of a container as the kernel would: `docker kill` would cancel the engine's own restart. From a container that
 * sees the engine's processes, since the engine need not run on this machine's kernel.
 */
async function killMainProcess(bench: Bench, replica: string): Promise<void> {
  const pid = await inspected(bench, replica, '{{.State.Pid}}');
  const image = resolveImages(bench.context.settings.images).redis;
  await bench.docker([
    ...['run', '--rm', '--network', 'none', '--pid', 'host', '--user', '0', '--cap-drop', 'ALL', '--cap-add', 'KILL'],
    ...['--entrypoint', '/bin/sh', image, '-c', `kill -9 ${pid}`],
  ]);
}

/**
 * Kills the main process of a container and waits until the engine has started it again and it is healthy: what it was before must not
 * count. Gives the seconds that this took.
 */
export async function killedAndBack(bench: Bench, replica: string, withinSeconds: number): Promise<number> {
  const restarts = Number(await inspected(bench, replica, '{{.RestartCount}}'));
  const killed = performance.now();
  await killMainProcess(bench, replica);
  await until(`${replica} healthy again`, withinSeconds, async () => {
    const [count, health] = (await inspected(bench, replica, '{{.RestartCount}} {{.State.Health.Status}}')).split(' ');
    return Number(count) > restarts && health === 'healthy';
  });
  return (performance.now() - killed) / 1_000;
}

/** Names of the replicas that stay up, without the stack's. */
export async function replicaNames(bench: Bench): Promise<string[]> {
  const { stack } = bench.context.facts;
  const names = await bench.docker([
    ...[
      'ps',
      '--format',
      '{{.Names}}',
      '--filter',
      `label=planetary.stack=${stack}`,
      '--filter',
      'label=planetary.tier',
    ],
  ]);
  return names
    .split('\n')
    .map((name) => name.slice(stack.length + 1))
    .toSorted();
}
