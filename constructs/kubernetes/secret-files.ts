import { SecretV1 } from '@cdktf/provider-kubernetes/lib/secret-v1/index.js';
import { Fn, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { Process } from '../workload.js';
import { labelsOf } from './labels.js';

export interface SecretFilesProps {
  readonly namespace: string;
  /** Tier or task. */
  readonly owner: string;
  readonly secrets: Process['secrets'];
  /** Absolute path of the folder that has one file for each secret. */
  readonly directory: string;
}

/**
 * The secret files of a tier or task, as one Secret named like it. Terraform reads them at apply into a write-only argument, so they
 * are neither in the synthesized stack nor in a plan or in state (Terraform 1.11 or OpenTofu 1.11 at least). State holds 28 bits of a
 * digest of all of them, by which it knows that they changed: too few, and mixed with keys, to find a password by.
 *
 * @throws Error when a name cannot be a key of a Secret.
 */
export class SecretFiles extends Construct {
  readonly secret: SecretV1;

  constructor(scope: Construct, id: string, { namespace, owner, secrets, directory }: SecretFilesProps) {
    super(scope, id);
    const names = Object.keys(secrets).toSorted();
    for (const name of names)
      if (!/^(?!\.)[-._A-Za-z0-9]+$/.test(name))
        throw new Error(
          `${owner}: secret file ${JSON.stringify(name)} cannot be a key of a Secret; take letters, digits, "-", "_" and "."`,
        );
    const paths = names.map((name) => `${directory}/${name}`);
    this.secret = new SecretV1(this, 'secret', {
      metadata: { name: owner, namespace, labels: labelsOf(owner) },
      type: 'Opaque',
      dataWo: Object.fromEntries(names.map((name, index) => [name, Fn.file(paths[index] ?? '')])),
      dataWoRevision: revisionOf(paths),
    });
  }
}

/** A number of at least 1 that changes with any of the files; the provider takes 0 for "not given". */
function revisionOf(paths: readonly string[]): number {
  const digest = Fn.sha256(
    Fn.join(
      ' ',
      paths.map((path) => Fn.filesha256(path)),
    ),
  );
  return Token.asNumber(Fn.parseint(Fn.join('', ['1', Fn.substr(digest, 0, 7)]), 16));
}
