import type { Json } from '../contract/process-view.js';

/**
 * What a synthesized Docker stack runs, told as pods and jobs, since scanners know no containers of Terraform's Docker provider. Only what the
 * stack says is told: a container that keeps its capabilities is a pod that keeps them.
 */
export function dockerAsPods({ resource }: Json): object[] {
  return Object.values<Json>(resource.docker_container).map((container) => pod(container, resource.docker_image));
}

function pod(container: Json, images: Json): object {
  const name = String(container['hostname'] ?? container['name']).replace(/^ps-/, '');
  const host = (mode: unknown) => mode === 'host';
  const context = securityContext(container);
  const isTask = container['must_run'] === false;
  const metadata = { name, namespace: 'docker' };
  const spec = {
    // Docker has neither service accounts nor an API to log in to.
    automountServiceAccountToken: false,
    securityContext: {
      runAsUser: context.runAsUser,
      runAsGroup: context.runAsGroup,
      runAsNonRoot: context.runAsNonRoot,
    },
    ...(isTask ? { restartPolicy: 'Never' } : {}),
    hostNetwork: host(container['network_mode']),
    hostPID: host(container['pid_mode']),
    hostIPC: host(container['ipc_mode']),
    volumes: mounts(container).map((mount, index) => ({
      name: `volume-${index}`,
      ...(mount['host_path'] === undefined ? { emptyDir: {} } : { hostPath: { path: mount['host_path'] } }),
    })),
    containers: [
      {
        name,
        image: imageOf(container, images),
        // A machine's engine never pulls what it has.
        imagePullPolicy: 'IfNotPresent',
        env: (container['env'] ?? []).map((entry: string) => ({ name: entry.split('=')[0], value: entry })),
        ports: (container['ports'] ?? []).map((port: Json) => ({
          containerPort: port['internal'],
          ...(port['ip'] === '127.0.0.1' ? {} : { hostPort: port['external'] }),
        })),
        ...limits(container),
        ...(container['healthcheck'] ? { readinessProbe: { exec: { command: container['healthcheck'].test } } } : {}),
        securityContext: context,
        volumeMounts: mounts(container).map((mount, index) => ({
          name: `volume-${index}`,
          mountPath: mount['container_path'],
          readOnly: mount['read_only'] ?? false,
        })),
      },
    ],
  };
  return isTask
    ? { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { template: { metadata, spec } } }
    : { apiVersion: 'v1', kind: 'Pod', metadata, spec };
}

function mounts(container: Json): Json[] {
  return container['volumes'] ?? [];
}

function imageOf(container: Json, images: Json): string {
  const id = /docker_image\.([^.}]+)/.exec(container['image'])?.[1] ?? '';
  return String(images[id].name);
}

/** The engine gives what is guaranteed and what is the limit by one figure. */
function limits({ memory, cpu_quota: quota, cpu_period: period }: Json): object {
  const figures = {
    ...(memory === undefined ? {} : { memory: `${memory}Mi` }),
    ...(quota === undefined ? {} : { cpu: `${Math.round((1000 * quota) / period)}m` }),
  };
  return { resources: { requests: figures, limits: figures } };
}

function securityContext(container: Json) {
  const options: string[] = container['security_opts'] ?? [];
  const [user, group] = String(container['user'] ?? '0:0')
    .split(':')
    .map(Number);
  const capabilities: Json = container['capabilities'] ?? {};
  return {
    runAsUser: user,
    runAsGroup: group,
    runAsNonRoot: user !== 0,
    privileged: container['privileged'] ?? false,
    allowPrivilegeEscalation: !options.includes('no-new-privileges:true'),
    readOnlyRootFilesystem: container['read_only'] ?? false,
    capabilities: { drop: capabilities['drop'] ?? [], add: capabilities['add'] ?? [] },
    // The engine's own profile, unless it is told otherwise.
    seccompProfile: { type: options.some((option) => option.startsWith('seccomp=')) ? 'Unconfined' : 'RuntimeDefault' },
  };
}
