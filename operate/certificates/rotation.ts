import { authorityStage } from '../../secrets/authority-rotation.js';
import { passwordStage } from '../../secrets/password-rotation.js';

/** What `npm run certs -- --rotate` can be told to replace. */
export const rotatable = ['certificates', 'authority', 'passwords', 'all'] as const;
export type Rotatable = (typeof rotatable)[number];

/** What one run replaces. */
export interface Rotation {
  /** Every certificate; with the authority, those that it has not signed yet. */
  readonly certificates: boolean;
  readonly authority: boolean;
  readonly passwords: boolean;
}

/** What is to be done: what was asked for, and what an earlier run has begun and not ended. */
export function rotationOf(vault: string, asked: Rotatable): Rotation {
  const authority = asked === 'authority' || asked === 'all' || authorityStage(vault) !== undefined;
  const passwords = asked === 'passwords' || asked === 'all' || passwordStage(vault) !== undefined;
  return { authority, passwords, certificates: authority || asked === 'certificates' };
}

/** Tells of the rotations that a vault's stack is in the middle of; undefined when there are none. */
export function unfinishedRotation(vault: string): string | undefined {
  const stages = { 'the authority': authorityStage(vault), 'the passwords': passwordStage(vault) };
  const under = Object.entries(stages).flatMap(([what, stage]) => (stage === undefined ? [] : [what]));
  if (under.length === 0) return undefined;
  return `A rotation of ${under.join(' and of ')} has begun and not ended: old and new both count until \`npm run certs -- --rotate\` goes on with it.`;
}
