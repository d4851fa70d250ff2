import { App } from 'cdktf';
import type { SecretRequest } from '../../secrets/materialise.js';
import type { CertificateRequest } from '../../constructs/secret.js';
import { DockerStack } from '../../stacks/docker-stack.js';
import type { ChosenStack } from '../stack-choice.js';

/** The secret files of every tier and task of a stack, in the order in which they start. Nothing is written. */
export function secretRequests({ profile, settings, facts }: ChosenStack): SecretRequest[] {
  // What the programs do has no say in which secrets they get.
  const bundles = { state: '', smoke: '' };
  return new DockerStack(new App(), profile, { settings, facts, bundles }).platform.secretRequests();
}

/** The certificates among the secret files of one tier. */
export function certificateRequests({ secrets }: SecretRequest): CertificateRequest[] {
  return Object.values(secrets).flatMap((secret) =>
    secret.kind === 'certificate' || secret.kind === 'certificate-and-key' ? [secret.request] : [],
  );
}
