import type { ConfigFile } from '../../constructs/docker/config-directories.js';
import type { Process } from '../../constructs/workload.js';
import type { Json, ProcessView, ServiceView, Views } from './process-view.js';
import { sorted } from './process-view.js';
import { read } from './rendered-text.js';

export interface DockerOutput {
  readonly json: Json;
  readonly files: readonly ConfigFile[];
  readonly secrets: readonly { readonly tier: string; readonly secrets: Process['secrets'] }[];
}

/** Reads a synthesized Docker stack back. */
export function dockerViews(output: DockerOutput): Views {
  const containers: Json[] = Object.values(output.json['resource'].docker_container);
  return Object.fromEntries(
    containers.flatMap((container) => {
      const owner = ownerOf(container);
      return owner === undefined ? [] : [[container['hostname'] as string, viewOf(output, owner, container)]];
    }),
  );
}

function ownerOf(container: Json): string | undefined {
  return labelOf(container, 'planetary.tier') ?? labelOf(container, 'planetary.task');
}

function labelOf(container: Json, name: string): string | undefined {
  const labels: { label: string; value: string }[] = container['labels'];
  return labels.find(({ label }) => label === name)?.value;
}

function viewOf(output: DockerOutput, owner: string, container: Json): ProcessView {
  const isTask = container['must_run'] === false;
  const entrypoint: string[] = container['entrypoint'].map(read);
  const mounted = (path: string): Json | undefined =>
    container['volumes'].find((volume: Json) => volume['container_path'] === path);
  const config = mounted('/config')?.['host_path'];
  const secrets = output.secrets.find(({ tier }) => tier === owner)?.secrets ?? {};
  return {
    owner,
    image: imageOf(output.json, container['image']),
    command: isTask ? entrypoint.slice(2) : entrypoint,
    args: container['command'].map(read),
    env: Object.fromEntries(
      container['env'].map((entry: string) => [
        entry.slice(0, entry.indexOf('=')),
        read(entry.slice(entry.indexOf('=') + 1)),
      ]),
    ),
    files: Object.fromEntries(
      output.files
        .filter(({ path }) => config !== undefined && path.startsWith(`${config}/`))
        .map(({ path, content }) => [path.slice(config.length + 1), content]),
    ),
    secrets: mounted('/secrets')?.['read_only'] === true ? sorted(Object.keys(secrets)) : [],
    secretShapes: labelOf(container, 'planetary.secrets') ?? '',
    scratch: Object.fromEntries(
      Object.entries<string>(container['tmpfs'] ?? {}).map(([path, options]) => [
        path,
        Number(/size=(\d+)m/.exec(options)?.[1]),
      ]),
    ),
    memoryMiB: container['memory'],
    cpus: container['cpu_quota'] / container['cpu_period'],
    user: container['user'],
    unprivileged:
      container['read_only'] === true &&
      container['capabilities'].drop.includes('ALL') &&
      container['capabilities'].add === undefined &&
      container['security_opts'].includes('no-new-privileges:true'),
    after: sorted(
      (container['depends_on'] ?? []).flatMap((address: string) => {
        const other: Json | undefined =
          output.json['resource'].docker_container[address.replace('docker_container.', '')];
        return (other && ownerOf(other)) ?? [];
      }),
    ),
    timeoutSeconds: isTask ? Number(entrypoint[1]) : undefined,
    service: isTask ? undefined : serviceOf(container),
  };
}

function serviceOf(container: Json): ServiceView {
  const [data, ...others]: Json[] = container['networks_advanced'];
  const { test, interval, timeout, start_period: startPeriod, retries } = container['healthcheck'];
  return {
    names: sorted(data?.['aliases']),
    probe: {
      command: test.slice(1).map(read),
      intervalSeconds: seconds(interval),
      timeoutSeconds: seconds(timeout),
      startPeriodSeconds: seconds(startPeriod),
      failureThreshold: retries,
    },
    openFiles: container['ulimit']?.[0]?.hard,
    stored: container['volumes'].some((volume: Json) => volume['container_path'] === '/data' && volume['volume_name']),
    stopGraceSeconds: container['destroy_grace_seconds'],
    published: others.some(({ name }) => name.includes('_edge_')),
    internet: others.some(({ name }) => name.includes('_internet_')),
    awaited: container['wait'],
  };
}

function imageOf(json: Json, reference: string): string {
  const [, id = ''] = /^\$\{docker_image\.([^.]+)\.image_id\}$/.exec(reference) ?? [];
  return json['resource'].docker_image[id].name;
}

/** `1m30s` in seconds. */
function seconds(duration: string): number {
  const [, minutes = '0', rest] = /^(?:(\d+)m)?(\d+)s$/.exec(duration) ?? [];
  return Number(minutes) * 60 + Number(rest);
}
