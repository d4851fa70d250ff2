import { spawnSync } from 'node:child_process';
import type { Json, ProcessView, ServiceView, Views } from './process-view.js';
import { sorted } from './process-view.js';
import { expandVariables, read } from './rendered-text.js';

/** Reads a synthesized Kubernetes stack back; a StatefulSet becomes one view for each replica. */
export function kubernetesViews(json: Json): Views {
  const sets = resources(json, 'kubernetes_stateful_set_v1').flatMap((set) =>
    Array.from({ length: Number(set['spec'].replicas) }, (_, index) => {
      const name = `${set['metadata'].name}-${index}`;
      return [name, viewOf(json, set, name)] as const;
    }),
  );
  const jobs = resources(json, 'kubernetes_job_v1').map((job) => {
    const owner = ownerOf(job);
    return [owner, viewOf(json, job, owner)] as const;
  });
  return Object.fromEntries([...sets, ...jobs]);
}

function resources(json: Json, type: string): Json[] {
  return Object.values(json['resource'][type] ?? {});
}

function ownerOf(resource: Json): string {
  return resource['metadata'].labels['app.kubernetes.io/name'];
}

function viewOf(json: Json, resource: Json, podName: string): ProcessView {
  const owner = ownerOf(resource);
  const isTask = resource['wait_for_completion'] === true;
  const spec: Json = resource['spec'].template.spec;
  const [container]: Json[] = spec['container'];
  if (!container) throw new Error(`${owner} has no container`);
  const texts = (list: readonly string[]) => list.map((text) => expandVariables(read(text), { POD_NAME: podName }));
  const command = texts(container['command']);
  const limited = command[3] === 'open-files';
  const mounts = new Map<string, string>(
    container['volume_mount'].map((mount: Json) => [mount['mount_path'], mount['name']]),
  );
  const volume = (path: string): Json | undefined =>
    spec['volume'].find((item: Json) => item['name'] === mounts.get(path));
  const { memory, cpu } = container['resources'].limits;
  const security = { ...spec['security_context'], ...container['security_context'] };
  return {
    owner,
    image: container['image'],
    command: limited ? command.slice(4) : command,
    args: texts(container['args']),
    env: Object.fromEntries(
      container['env'].map(({ name, value, value_from: from }: Json) => [
        name,
        from === undefined ? texts([value])[0] : { 'metadata.name': podName }[from.field_ref.field_path as string],
      ]),
    ),
    files: filesOf(json, volume('/config')?.['config_map']),
    secrets: secretsOf(json, volume('/secrets')?.['secret']),
    secretShapes: resource['spec'].template.metadata.annotations['planetary-survival/secrets'],
    scratch: Object.fromEntries(
      [...mounts.keys()].flatMap((path) => {
        const memoryVolume = volume(path)?.['empty_dir'];
        return memoryVolume?.medium === 'Memory' ? [[path, Number.parseInt(memoryVolume.size_limit, 10)]] : [];
      }),
    ),
    memoryMiB: Number(memory.replace(/Mi$/, '')),
    cpus: Number(cpu.replace(/m$/, '')) / 1000,
    user: `${security.run_as_user}:${security.run_as_group}`,
    unprivileged:
      security.read_only_root_filesystem === true &&
      security.allow_privilege_escalation === false &&
      security.capabilities.drop.includes('ALL') &&
      security.capabilities.add === undefined,
    after: sorted(
      resource['depends_on'].flatMap((address: string) => {
        const [type = '', id = ''] = address.split('.');
        return /stateful_set|job/.test(type) ? [ownerOf(json['resource'][type][id])] : [];
      }),
    ),
    timeoutSeconds: isTask ? resource['spec'].active_deadline_seconds : undefined,
    service: isTask ? undefined : serviceOf(json, resource, podName, limited ? command[2] : undefined),
  };
}

function filesOf(json: Json, mounted: Json | undefined): Record<string, string> {
  const map = resources(json, 'kubernetes_config_map_v1').find((item) => item['metadata'].name === mounted?.['name']);
  return Object.fromEntries((mounted?.['items'] ?? []).map(({ key, path }: Json) => [path, read(map?.['data'][key])]));
}

function secretsOf(json: Json, mounted: Json | undefined): string[] {
  const secret = resources(json, 'kubernetes_secret_v1').find(
    (item) => item['metadata'].name === mounted?.['secret_name'],
  );
  return sorted(Object.keys(secret?.['data_wo'] ?? {}));
}

function serviceOf(json: Json, set: Json, podName: string, limit: string | undefined): ServiceView {
  const { name: tier } = set['metadata'];
  const [container]: Json[] = set['spec'].template.spec.container;
  const probe: Json = container?.['readiness_probe'];
  const {
    period_seconds: interval,
    timeout_seconds: timeout,
    failure_threshold: failures,
  } = probe as Record<string, number>;
  const grace: number = set['spec'].template.spec.termination_grace_period_seconds;
  const each = (Number.parseInt(set['timeouts'].update, 10) - 600) / Number(set['spec'].replicas);
  const policies = resources(json, 'kubernetes_network_policy_v1');
  const incoming: Json[] = policies.find((policy) => policy['metadata'].name === `${tier}-in`)?.['spec'].ingress;
  const services = resources(json, 'kubernetes_service_v1').filter(
    (service) => service['spec'].selector['app.kubernetes.io/name'] === tier,
  );
  const headless = services.filter((service) => service['spec'].publish_not_ready_addresses === true);
  return {
    names: sorted([
      ...services.map((service) => service['metadata'].name),
      ...headless
        .filter((service) => service['metadata'].name === set['spec'].service_name)
        .map((service) => `${podName}.${service['metadata'].name}`),
    ]),
    probe: {
      command: execOf(probe['exec'].command.map(read), podName),
      intervalSeconds: interval ?? NaN,
      timeoutSeconds: timeout ?? NaN,
      failureThreshold: failures ?? NaN,
      startPeriodSeconds: each - grace - (failures ?? NaN) * ((interval ?? NaN) + (timeout ?? NaN)),
    },
    openFiles: limit === undefined ? undefined : Number(/^ulimit -n (\d+)$/m.exec(limit)?.[1]),
    stored:
      set['spec'].volume_claim_template.length === 1 &&
      container?.['volume_mount'].some((mount: Json) => mount['mount_path'] === '/data' && mount['name'] === 'data'),
    stopGraceSeconds: grace,
    published: incoming.some((rule) => rule['from'] === undefined),
    internet: policies.some((policy) => policy['metadata'].name === `${tier}-internet`),
    awaited: set['wait_for_rollout'],
  };
}

/** The words that a probe's shell runs, by that shell; Kubernetes gives it the pod's name as a variable. */
function execOf(command: readonly string[], podName: string): string[] {
  const [shell = '', , script = ''] = command;
  if (!script.startsWith('exec ') || !script.includes('"$POD_NAME"')) return [...command];
  const printed = spawnSync(shell, ['-c', `printf '%s\\0' ${script.slice('exec '.length)}`], {
    env: { POD_NAME: podName },
    encoding: 'utf8',
  });
  return printed.stdout.split('\0').slice(0, -1);
}
