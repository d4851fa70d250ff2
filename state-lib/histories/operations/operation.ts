import type { State } from '../../src/state.js';
import type { Group } from '../keys.js';
import type { Tell } from '../tell.js';

/** A random call about rows of a group, of which it tells. */
export type Operation = (state: State, group: Group, random: () => number, tell: Tell) => Promise<void>;
