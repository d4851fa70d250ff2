import { configDirectory, secretsDirectory, type Process, type TaskName } from '../workload.js';
import type { TierName } from '../topology.js';
import { terraformText } from '../terraform-text.js';
import { contentHash } from '../content-hash.js';
import { secretShapes } from '../secret-shape.js';
import { ConfigFiles } from './config-files.js';
import type { KubernetesPlatform } from './kubernetes-platform.js';
import { filesAnnotation, secretsAnnotation } from './labels.js';
import { expandable } from './pod-name.js';
import { containerPrivileges, podPrivileges } from './privileges.js';
import { SecretFiles } from './secret-files.js';
import type { Construct } from 'constructs';

/** Where a container finds the name that replaces `$(POD_NAME)`. */
export type PodNameSource =
  { readonly value: string } | { readonly valueFrom: { readonly fieldRef: { readonly fieldPath: string } } };

/**
 * Everything that the pods of workloads and tasks share: the process, its mounts and limits, and no privilege at all. The requests
 * are the limits: no overcommitted node can take what a database was promised, and CockroachDB and Go size themselves by the limit.
 */
export function pod<P extends Process>(
  scope: Construct,
  platform: KubernetesPlatform,
  owner: TierName | TaskName,
  process: P,
  podName: PodNameSource,
) {
  const { image, command, args, env, files, secrets, scratch, memoryMiB, cpus, after, ...rest } = process;
  const { namespace, images, userId } = platform.props;
  const config = Object.keys(files).length === 0 ? [] : [new ConfigFiles(scope, 'config', { namespace, owner, files })];
  const secret =
    Object.keys(secrets).length === 0
      ? []
      : [new SecretFiles(scope, 'secrets', { namespace, owner, secrets, directory: platform.secretsDirectory(owner) })];
  const memory = Object.entries(scratch).map(([path, mib], index) => ({ path, mib, name: `scratch-${index}` }));
  const resources = { memory: `${memoryMiB}Mi`, cpu: `${Math.round(cpus * 1000)}m` };
  return {
    rest,
    dependsOn: [
      ...config.map(({ configMap }) => configMap),
      ...secret.map((item) => item.secret),
      ...platform.dependenciesOf(after),
    ],
    annotations: {
      ...Object.fromEntries(config.map(({ checksum }) => [filesAnnotation, checksum])),
      [secretsAnnotation]: contentHash(secretShapes(secrets)),
    },
    container: {
      name: owner,
      image: terraformText(images[image]),
      imagePullPolicy: 'IfNotPresent',
      command: command.map(expandable),
      args: args.map(expandable),
      env: [
        { name: 'POD_NAME', ...podName },
        ...Object.entries(env).map(([name, value]) => ({ name, value: expandable(value) })),
      ],
      resources: { requests: resources, limits: resources },
      securityContext: containerPrivileges,
      volumeMount: [
        ...config.map(() => ({ name: 'config', mountPath: configDirectory, readOnly: true })),
        ...secret.map(() => ({ name: 'secrets', mountPath: secretsDirectory, readOnly: true })),
        ...memory.map(({ name, path }) => ({ name, mountPath: path })),
      ],
    },
    spec: {
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: podPrivileges(userId),
      volume: [
        ...config.map(({ items }) => ({
          name: 'config',
          configMap: { name: owner, defaultMode: '0444', items: [...items] },
        })),
        // Owner root, group of the process: the widest that CockroachDB takes for a key is 0740 there.
        ...secret.map(() => ({ name: 'secrets', secret: { secretName: owner, defaultMode: '0440' } })),
        ...memory.map(({ name, mib }) => ({ name, emptyDir: { medium: 'Memory', sizeLimit: `${mib}Mi` } })),
      ],
    },
  };
}
