import { createHash } from 'node:crypto';
import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1/index.js';
import { Construct } from 'constructs';
import { terraformText } from '../terraform-text.js';
import type { Process } from '../workload.js';
import { labelsOf } from './labels.js';

/** What Kubernetes takes into one ConfigMap: 1 MiB of keys and values together. */
const limitBytes = 1_048_576;

export interface ConfigFilesProps {
  readonly namespace: string;
  /** Tier or task. */
  readonly owner: string;
  readonly files: Process['files'];
}

/**
 * The config files of a tier or task, as one ConfigMap named like it. It is changed in place, not replaced by one of another name: a
 * pod that is restarted in the middle of a rollout must find it.
 *
 * @throws Error when a path cannot be mounted, or the files are larger than a ConfigMap.
 */
export class ConfigFiles extends Construct {
  readonly configMap: ConfigMapV1;
  /** Key and path of each file, for the pod's volume. */
  readonly items: readonly { readonly key: string; readonly path: string }[];
  /** Changes with any path or text. */
  readonly checksum: string;

  constructor(scope: Construct, id: string, { namespace, owner, files }: ConfigFilesProps) {
    super(scope, id);
    const entries = Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1));
    checkSize(owner, entries);
    this.items = entries.map(([path]) => ({ key: keyOf(owner, path), path }));
    this.checksum = createHash('sha256').update(JSON.stringify(entries)).digest('hex').slice(0, 16);
    this.configMap = new ConfigMapV1(this, 'config-map', {
      metadata: { name: owner, namespace, labels: labelsOf(owner) },
      data: Object.fromEntries(entries.map(([path, text]) => [keyOf(owner, path), terraformText(text)])),
    });
  }
}

function keyOf(owner: string, path: string): string {
  const segment = /^(?!\.\.)[-._A-Za-z0-9]+$/;
  if (!path.split('/').every((part) => segment.test(part) && part !== '.') || path.includes('__'))
    throw new Error(
      `${owner}: config file ${JSON.stringify(path)} cannot be a key of a ConfigMap; take a relative path of letters, digits, "-", "." and single "_"`,
    );
  return path.replaceAll('/', '__');
}

function checkSize(owner: string, entries: readonly (readonly [string, string])[]): void {
  const sized = entries.map(([path, text]) => ({ path, bytes: Buffer.byteLength(path) + Buffer.byteLength(text) }));
  const total = sized.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total <= limitBytes) return;
  const [largest] = sized.toSorted((a, b) => b.bytes - a.bytes);
  throw new Error(
    `${owner}: its config files take ${total} bytes, a ConfigMap holds ${limitBytes}; the largest is ${largest?.path} with ${largest?.bytes}: make it smaller or put it into the image`,
  );
}
