import type { TierName } from '../topology.js';

const prefix = 'planetary-survival';

/** Labels that select the pods of a tier or task; they never change, since a StatefulSet's selector cannot. */
export function selectorOf(name: string): Record<string, string> {
  return { 'app.kubernetes.io/name': name };
}

/** Labels of every object of a tier or task. */
export function labelsOf(name: string): Record<string, string> {
  return { ...selectorOf(name), 'app.kubernetes.io/part-of': prefix };
}

/** Label of the pods that may connect to a tier; a team puts it on pods of its own to let them in. */
export function reachesLabel(tier: TierName): Record<string, string> {
  return { [`${prefix}/reaches-${tier}`]: 'true' };
}

/** Annotation of a pod that changes with its config files, so that a changed file replaces the pod. */
export const filesAnnotation = `${prefix}/files`;

/** Annotation that changes with what the secret files are made of, but not when a password or a certificate is renewed. */
export const secretsAnnotation = `${prefix}/secrets`;
